"""An origin on Python's http.server. It answers as the path says, and writes down what it was sent,
a line of JSON for each request.

python3 echo.py PORT PROTOCOL, where PROTOCOL is HTTP/1.0 or HTTP/1.1
"""

import hashlib
import http.server
import json
import sys

ETAG = '"v1"'


def digest(body):
    return {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = sys.argv[2]

    def log_message(self, *_):
        pass

    def answer(self, status, fields, body=b""):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        bodiless = status in (204, 304)
        if not bodiless:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not bodiless and self.command != "HEAD":
            self.wfile.write(body)

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        received = {
            "method": self.command,
            "target": self.path,
            "version": self.request_version[5:],
            "fields": self.headers.items(),
            "body": digest(body),
            "trailers": [],
        }
        print(json.dumps(received), flush=True)
        if self.path == "/204":
            self.answer(204, [])
        elif self.path == "/404":
            self.send_error(404)
        elif self.path == "/etag":
            found = self.headers.get("If-None-Match") == ETAG
            self.answer(304 if found else 200, [("ETag", ETAG)], b"version 1")
        elif self.path == "/fields":
            cookies = [("Set-Cookie", f"{name}=1") for name in "abc"]
            self.answer(200, cookies + [("X-Latin", "na\u00efve \u00fc\u00ff"), ("X-EMPTY", "")], b"ok")
        elif self.path == "/large":
            self.answer(200, [], b"0123456789\n" * (3 << 16))
        elif self.path == "/until-close":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"until the end")
        elif self.path == "/empty":
            self.answer(200, [])
        else:
            echo = {"method": self.command, "target": self.path, **digest(body)}
            self.answer(200, [("Content-Type", "application/json")], json.dumps(echo).encode())

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = serve


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
print("listening", flush=True)
server.serve_forever()
