// A TLS origin whose bodies end with the connection: behind close_notify, or, below /cut, without it.
// To a POST it says no before it has read all of it, and cuts too.
//
// node ending.js PORT KEY CERTIFICATE
"use strict";

const fs = require("fs");
const net = require("net");
const tls = require("tls");

const [port, key, cert] = process.argv.slice(2);
const secureContext = tls.createSecureContext({
  key: fs.readFileSync(key),
  cert: fs.readFileSync(cert),
});

net
  .createServer((transport) => {
    const socket = new tls.TLSSocket(transport, { isServer: true, secureContext });
    socket.on("error", () => transport.destroy());
    socket.once("data", (head) => {
      const text = head.toString("latin1");
      const answer = text.startsWith("POST")
        ? "HTTP/1.1 413 Too Much\r\nContent-Length: 4\r\n\r\nmuch"
        : "HTTP/1.1 200 OK\r\n\r\nall there is";
      const cut = text.startsWith("POST") || text.startsWith("GET /cut");
      socket.write(answer, () => (cut ? transport.destroy() : socket.end()));
    });
  })
  .listen(Number(port), "127.0.0.1", () => console.log("listening"));
