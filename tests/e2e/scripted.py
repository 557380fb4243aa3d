#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A registry and token server on 127.0.0.1 whose answers a test writes down.

scripted.py PORT FILE      FILE: JSON, a list of rules; it is read again for each request

The first rule that matches answers, else 404. A rule may have
  "when"     a shell pattern of the line "METHOD PATH?QUERY AUTHORIZATION"; the query is decoded, Basic
             is USER:PASSWORD in clear text, and "-" means no authorization
  "times"    how often it answers
  "status", "headers" (name to value, or to a list of values), "json" or "text"
  "manifest" a text: answers an image that is different for each text
  "ask"      a list of WWW-Authenticate values: answers 401
Each request is that line on stdout. HOST in values is this server's address.
"""
import base64
import fnmatch
import hashlib
import http.server
import json
import sys
import threading
import urllib.parse

TYPE = 'application/vnd.oci.image.manifest.v1+json'
LOCK = threading.Lock()
USED = {}


def manifest(text):
    return json.dumps({
        'schemaVersion': 2, 'mediaType': TYPE, 'layers': [], 'annotations': {'is': text},
        'config': {'mediaType': 'application/vnd.oci.image.config.v1+json', 'size': 2,
                   'digest': 'sha256:' + hashlib.sha256(b'{}').hexdigest()}}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def line(self):
        given = self.headers.get('Authorization', '-')
        if given.startswith('Basic '):
            given = 'Basic ' + base64.b64decode(given[6:]).decode('utf-8', 'replace')
        return f'{self.command} {urllib.parse.unquote(self.path)} {given}'

    def find(self, line):
        with open(sys.argv[2], encoding='utf-8') as file:
            text = file.read().replace('HOST', f'127.0.0.1:{sys.argv[1]}')
        with LOCK:
            for rule in json.loads(text):
                key = json.dumps(rule)
                if fnmatch.fnmatchcase(line, rule.get('when', '*')) and \
                        USED.get(key, 0) < rule.get('times', 1 << 30):
                    USED[key] = USED.get(key, 0) + 1
                    return rule
        return {'status': 404, 'json': {'errors': [{'code': 'NAME_UNKNOWN'}]}}

    def answer(self):
        length = int(self.headers.get('Content-Length', '0'))
        self.rfile.read(length)
        line = self.line()
        with LOCK:
            print(line, flush=True)
        rule = self.find(line)
        status, body = rule.get('status', 200), rule.get('text', '').encode()
        headers = dict(rule.get('headers', {}))
        if 'json' in rule:
            body = json.dumps(rule['json']).encode()
            headers.setdefault('Content-Type', 'application/json')
        if 'manifest' in rule:
            body = manifest(rule['manifest'])
            headers['Content-Type'] = TYPE
            headers['Docker-Content-Digest'] = 'sha256:' + hashlib.sha256(body).hexdigest()
        if 'ask' in rule:
            status, headers['WWW-Authenticate'] = rule.get('status', 401), rule['ask']
        self.send_response(status)
        for name, values in headers.items():
            for value in values if isinstance(values, list) else [values]:
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_HEAD = do_GET = do_POST = answer


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


if __name__ == '__main__':
    Server(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
