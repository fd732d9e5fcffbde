// A WebSocket server on Debian's ws package, over http or, with a key and a certificate, https.
// Says its port on the first line of standard output, and ends with its standard input.
"use strict";

const fs = require("fs");
const { WebSocketServer } = require("ws");

const [key, cert] = process.argv.slice(2).map((file) => fs.readFileSync(file));
const listener = (request, response) => response.end(`upgrade=${request.headers.upgrade}`);
const server = key
  ? require("https").createServer({ key, cert }, listener)
  : require("http").createServer(listener);

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: 64 << 20,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => (offered.has("second") ? "second" : false),
});

const refuse = (socket) =>
  socket.end("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 4\r\n\r\nwho?");

const served = {
  "/echo": (socket) => socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary })),
  "/ping": (socket) => {
    socket.on("pong", (data) => socket.send(`pong ${data}`));
    socket.ping("are you there?");
  },
  "/close": (socket) => socket.close(4321, "that is all"),
  "/terminate": (socket) => socket.terminate(),
};

server.on("upgrade", (request, socket, head) => {
  const serve = served[new URL(request.url, "http://any").pathname];
  if (!serve) {
    refuse(socket);
  } else {
    sockets.handleUpgrade(request, socket, head, serve);
  }
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0));
