// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/sideband.h"

int sideband_next(struct wire *wire, struct text *said, struct pkt *out, struct err *err)
{
    for (;;) {
        struct pkt pkt;
        if (wire_next(wire, &pkt, err) < 0)
            return -1;
        if (pkt.kind != PKT_DATA) {
            *out = pkt;
            return 0;
        }
        struct pkt body = {PKT_DATA, pkt.data + 1, pkt.length - 1};
        switch (pkt.length > 0 ? pkt.data[0] : 0) {
        case 1:
            if (body.length == 0)
                break; /* an empty packet only keeps the connection alive */
            *out = body;
            return 0;
        case 2: {
            size_t room = said->maximum - said->length;
            if (text_append(said, body.data, body.length < room ? body.length : room) != 0)
                return err_set(err, "the server sent too many messages");
            break;
        }
        case 3:
            return wire_words(err, "the server says", body);
        default:
            wire->odd = true;
            return err_set(err, "the server's answer has an unknown sideband");
        }
    }
}
