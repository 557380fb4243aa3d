#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A token server for docker-registry on 127.0.0.1: GET and POST /token, ES256 with x5c.

token_server.py --port N --issuer TEXT --service TEXT --key FILE --certificate FILE
                [--user NAME --password TEXT] [--identity-token TEXT] [--life SECONDS] [--tls]

With --user a token for pull is given to that user only, else to everybody; push is for everybody,
so that tests can fill the registry. Each request is one line on stdout: method, who asked
(anonymous, a user's name, refused, identity), the scopes. Needs the program openssl, no package.
"""
import argparse
import base64
import http.server
import json
import socketserver
import ssl
import subprocess
import tempfile
import time
import urllib.parse
import uuid


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def certificate_der(path):
    pem = open(path, encoding='ascii').read()
    body = pem.split('-----BEGIN CERTIFICATE-----')[1].split('-----END')[0]
    return ''.join(body.split())


def integers_of_der(der):
    """The two integers of an ECDSA signature as 64 bytes, which is what JWS wants."""
    at, out = 2, b''
    for _ in range(2):
        length = der[at + 1]
        out += int.from_bytes(der[at + 2:at + 2 + length], 'big').to_bytes(32, 'big')
        at += 2 + length
    return out


class Signer:
    def __init__(self, key, certificate):
        self.key = key
        header = {'typ': 'JWT', 'alg': 'ES256', 'x5c': [certificate_der(certificate)]}
        self.header = b64(json.dumps(header).encode())

    def sign(self, claims):
        text = self.header + '.' + b64(json.dumps(claims).encode())
        with tempfile.NamedTemporaryFile() as file:
            file.write(text.encode())
            file.flush()
            der = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', self.key, file.name],
                                 check=True, stdout=subprocess.PIPE).stdout
        return text + '.' + b64(integers_of_der(der))


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def who(self, form):
        options = self.server.options
        if form is not None:
            token = form.get('refresh_token', [''])[0]
            known = options.identity_token and token == options.identity_token
            return 'identity' if known else 'refused'
        given = self.headers.get('Authorization')
        if given is None:
            return 'anonymous'
        wanted = base64.b64encode(f'{options.user}:{options.password}'.encode()).decode()
        return options.user if given == 'Basic ' + wanted else 'refused'

    def give(self, form):
        options = self.server.options
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        fields = form if form is not None else query
        scopes = [one for scope in fields.get('scope', []) for one in scope.split(' ')]
        who = self.who(form)
        print(self.command, who, *scopes, flush=True)
        if form is not None and not options.identity_token:
            return self.answer(404, {'errors': [{'code': 'UNSUPPORTED'}]})
        if who == 'refused':
            return self.answer(401, {'errors': [{'code': 'UNAUTHORIZED', 'message': 'no'}]})
        access = []
        for scope in scopes:
            kind, name, actions = scope.split(':', 2)
            allowed = [action for action in actions.split(',')
                       if action == 'push' or 'push' in actions or not options.user
                       or who != 'anonymous']
            access.append({'type': kind, 'name': name, 'actions': allowed})
        now = int(time.time())
        token = self.server.signer.sign({
            'iss': options.issuer, 'sub': '', 'aud': options.service, 'exp': now + 600,
            'nbf': now - 10, 'iat': now, 'jti': str(uuid.uuid4()), 'access': access})
        return self.answer(200, {'token': token, 'expires_in': options.life})

    def do_GET(self):
        self.give(None)

    def do_POST(self):
        length = int(self.headers.get('Content-Length', '0'))
        self.give(urllib.parse.parse_qs(self.rfile.read(length).decode()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--port', type=int, required=True)
    for name in ('issuer', 'service', 'key', 'certificate'):
        parser.add_argument('--' + name, required=True)
    for name in ('user', 'password', 'identity-token'):
        parser.add_argument('--' + name, default='')
    parser.add_argument('--life', type=int, default=300)
    parser.add_argument('--tls', action='store_true', help='speak https with the certificate')
    options = parser.parse_args()
    server = Server(('127.0.0.1', options.port), Handler)
    server.options = options
    server.signer = Signer(options.key, options.certificate)
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


main()
