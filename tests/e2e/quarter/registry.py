# SPDX-License-Identifier: Apache-2.0
"""A real registry that the simulation starts and stops."""
import os
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import push_images  # noqa: E402

LABEL = 'org.example.tested'


class Registry:
    """docker-registry, which can be stopped and started again over the same storage."""

    def __init__(self, command, port, log):
        self.command = command
        self.port = port
        self.log = log
        self.process = None
        self.host = f'localhost:{port}'
        self.client = None

    def listens(self):
        try:
            socket.create_connection(('localhost', self.port), 1).close()
            return True
        except OSError:
            return False

    def start(self):
        if self.listens():
            raise SystemExit(f'somebody else listens on port {self.port}')
        # Its end is ours, also when we are killed.
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(['setpriv', '--pdeathsig', 'TERM', '--', *self.command],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(400):
            if self.listens():
                break
            time.sleep(0.01)
        if self.process.poll() is not None:
            raise SystemExit('docker-registry did not start')
        self.client = push_images.Registry(f'http://{self.host}')

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()
        self.process = None

    def push(self, stream, tag, content, tested=True):
        image = push_images.make_single(content, labels={LABEL: 'yes' if tested else 'no'})
        self.client.put(f'team/{stream}', tag, image)
        return image.digest
