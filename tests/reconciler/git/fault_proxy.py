#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stands before a Git server over HTTP and spoils what it says, as the file MODE tells at each
request (no file: nothing is spoiled).

    fault_proxy.py PORT_FILE UPSTREAM_PORT MODE

Modes: no-shallow, no-filter, error-2 (as error, for the second fetch of a kept connection and
later ones: those that don't deepen), cut-advertisement, cut-pack, cut-pkt, flip-pack, no-flush, error,
band-3, band-9, delta-bomb, login, silent-pack, again-401, html-pkts, other-hash, flood (version 0 with refs without
end), flood-long (the same with long names); `to LOCATION`, a redirect of requests for /old; or `run COMMAND`, which is run by a shell before a push's body is
passed on.
"""
import hashlib
import http.client
import http.server
import os
import struct
import subprocess
import sys
import time
import zlib

ID = b'1' * 40


def pkt(data):
    return b'%04x' % (len(data) + 4) + data


def packed(kind, size, body, before=b''):
    """An object of a pack: its head, what stands before its bytes, and those."""
    head, byte = b'', kind << 4 | size & 15
    size >>= 4
    while size:
        head, byte, size = head + bytes([byte | 0x80]), size & 0x7f, size >> 7
    return head + bytes([byte]) + before + zlib.compress(body, 9)


def delta_bomb():
    """A pack of 17 KB: 16 MiB of zeros, and a delta that copies them 128 times."""
    def number(value):
        out = b''
        while value > 0x7f:
            out, value = out + bytes([value & 0x7f | 0x80]), value >> 7
        return out + bytes([value])
    most = 0xffffff
    base = packed(3, most, bytes(most))
    delta = number(most) + number(128 * most) + 128 * b'\xf0\xff\xff\xff'
    back, distance = bytes([len(base) & 0x7f]), len(base) >> 7
    while distance:
        distance -= 1
        back, distance = bytes([distance & 0x7f | 0x80]) + back, distance >> 7
    pack = b'PACK' + struct.pack('>II', 2, 2) + base + packed(6, len(delta), delta, back)
    return pack + hashlib.sha1(pack).digest()


def spoil(mode, path, sent, body):
    """The body that is sent instead."""
    advertisement = '/info/refs' in path
    pack = body.find(b'packfile\n') if path.endswith('/git-upload-pack') else -1
    if advertisement and mode in ('no-shallow', 'no-filter'):
        word = b' ' + mode[3:].encode() if mode == 'no-filter' else b'shallow '
        start = body.find(b'fetch=') - 4
        size = int(body[start:start + 4], 16)
        line = body[start + 4:start + size].replace(word, b'').replace(b'fetch=shallow\n', b'fetch\n')
        return body[:start] + pkt(line) + body[start + size:]
    if advertisement and mode == 'cut-advertisement':
        return body[:-10]
    if advertisement and mode == 'other-hash':
        return body.replace(pkt(b'object-format=sha1\n'), pkt(b'object-format=sha256\n'))
    if advertisement and mode == 'html-pkts':
        return b'<html>log in</html>'
    if mode == 'error-2' and pack >= 0 and b'deepen' not in sent:
        return pkt(b'ERR upload-pack: not our ref\n')
    if mode == 'delta-bomb' and pack >= 0:
        return body[:pack + 9] + pkt(b'\x01' + delta_bomb()) + b'0000'
    if pack >= 0:
        return {'cut-pack': body[:pack + 60],
                'cut-pkt': body[:-7],
                'no-flush': body[:-4],
                'flip-pack': body[:-40] + bytes([body[-40] ^ 1]) + body[-39:],
                'error': pkt(b'ERR upload-pack: not our ref\n'),
                'band-3': body[:pack + 9] + pkt(b'\x03no memory left\x1b[2J\n'),
                'band-9': body[:pack + 9] + pkt(b'\x09what')}.get(mode, body)
    return body


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self):
        mode = ''
        if os.path.exists(sys.argv[3]):
            with open(sys.argv[3], encoding='utf-8') as file:
                mode = file.read().strip()
        sent = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if mode.startswith('to ') and self.path.startswith('/old'):
            self.send_response(301)
            self.send_header('Location', mode[3:].replace('HOST', self.headers['Host']))
            self.send_header('Content-Length', '0')
            self.end_headers()
            return
        if mode in ('flood', 'flood-long'):
            self.flood('x' * 60000 if mode == 'flood-long' else '')
            return
        if 'chunked' in self.headers.get('Transfer-Encoding', ''):
            self.send_error(411)
            return
        if mode.startswith('run ') and self.path.endswith('/git-receive-pack'):
            subprocess.run(mode[4:], shell=True, check=True)
        upstream = http.client.HTTPConnection('localhost', int(sys.argv[2]))
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ('connection', 'host')}
        upstream.request(self.command, self.path, sent or None, headers)
        got = upstream.getresponse()
        body, status, kind = got.read(), got.status, got.headers.get('Content-Type', '')
        if mode == 'login' and self.command == 'POST':
            body, kind = b'<html>log in</html>', 'text/html; charset=utf-8'
        if mode == 'again-401':
            status, body, kind = 401, b'', 'text/plain'
        spoilt = spoil(mode, self.path, sent, body)
        self.send_response(status)
        self.send_header('Content-Type', kind)
        if status == 401:
            self.send_header('WWW-Authenticate', 'Basic realm="again"')
        if mode == 'silent-pack' and b'packfile' in body:
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body[:len(body) // 2])
            self.wfile.flush()
            time.sleep(10)
            return
        self.send_header('Content-Length', str(len(spoilt)))
        self.end_headers()
        self.wfile.write(spoilt)

    def flood(self, name):
        self.close_connection = True
        self.send_response(200)
        self.send_header('Content-Type', 'application/x-git-upload-pack-advertisement')
        self.end_headers()
        self.wfile.write(pkt(b'# service=git-upload-pack\n') + b'0000'
                         + pkt(ID + b' HEAD\0multi_ack symref=HEAD:refs/heads/main\n'))
        number = 0
        try:
            while True:
                self.wfile.write(b''.join(pkt(ID + b' refs/heads/%s-%d\n' % (name.encode(), n))
                                          for n in range(number, number + 1000)))
                number += 1000
        except OSError:
            pass

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass


if __name__ == '__main__':
    http.server.ThreadingHTTPServer.daemon_threads = True
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Proxy)
    with open(sys.argv[1] + '.new', 'w', encoding='utf-8') as out:
        out.write(str(server.server_port))
    os.rename(sys.argv[1] + '.new', sys.argv[1])
    server.serve_forever()
