// A TLS origin whose bodies end with the connection: behind close_notify, or, below /cut, without it.
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
      const cut = head.toString("latin1").startsWith("GET /cut");
      socket.write("HTTP/1.1 200 OK\r\n\r\nall there is", () =>
        cut ? transport.destroy() : socket.end(),
      );
    });
  })
  .listen(Number(port), "127.0.0.1", () => console.log("listening"));
