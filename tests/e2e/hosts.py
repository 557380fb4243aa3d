#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many registries on one machine, most of which never answer.

    hosts.py SILENT LIVE DELAY LOG

Prints the ports of SILENT + LIVE registries in one line, the silent ones first. A live one answers
each request for a manifest after DELAY milliseconds. LOG gets a line for each connection that a
live one accepts, and one for each request.
"""
import hashlib
import http.server
import json
import socket
import sys
import threading
import time

TYPE = 'application/vnd.oci.image.manifest.v1+json'
BODY = json.dumps({'schemaVersion': 2, 'mediaType': TYPE, 'layers': [], 'config': {
    'mediaType': 'application/vnd.oci.image.config.v1+json', 'size': 2,
    'digest': 'sha256:' + hashlib.sha256(b'{}').hexdigest()}}).encode()
LOG = open(sys.argv[4], 'a', encoding='utf-8')


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def setup(self):
        super().setup()
        print('connection', self.server.server_port, file=LOG, flush=True)

    def do_HEAD(self):
        print('request', self.server.server_port, file=LOG, flush=True)
        time.sleep(int(sys.argv[3]) / 1000)
        self.send_response(200)
        self.send_header('Content-Type', TYPE)
        self.send_header('Content-Length', str(len(BODY)))
        self.send_header('Docker-Content-Digest', 'sha256:' + hashlib.sha256(BODY).hexdigest())
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    silent = [socket.create_server(('127.0.0.1', 0), backlog=64) for _ in range(int(sys.argv[1]))]
    live = [Server(('127.0.0.1', 0), Registry) for _ in range(int(sys.argv[2]))]
    for server in live:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    ports = [each.getsockname()[1] for each in silent] + [each.server_port for each in live]
    print(*ports, flush=True)
    threading.Event().wait()


if __name__ == '__main__':
    main()
