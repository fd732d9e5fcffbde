// What Debian's ws client makes of a WebSocket server: one JSON object. Certificates are not checked.
// node websocket-client.js URL
"use strict";

const crypto = require("crypto");
const WebSocket = require("ws");

const LARGE_BYTES = 16 << 20;
const url = process.argv[2];

const connect = (path, options = {}, protocols = []) =>
  new WebSocket(url + path, protocols, { rejectUnauthorized: false, servername: "a.example.com", maxPayload: 64 << 20, ...options });

const event = (socket, name) =>
  new Promise((resolve, reject) => {
    socket.once(name, (...values) => resolve(values));
    socket.once("error", reject);
  });

const hash = (data) => crypto.createHash("sha256").update(data).digest("hex");

async function exchange(path, message, options, protocols) {
  const socket = connect(path, options, protocols);
  await event(socket, "open");
  const answered = event(socket, "message");
  socket.send(message);
  const [data, isBinary] = await answered;
  const { protocol, extensions } = socket;
  const closed = event(socket, "close");
  socket.close(1000, "done");
  const [code, reason] = await closed;
  return { same: hash(data) === hash(message), length: data.length, isBinary, protocol, extensions, code, reason: `${reason}` };
}

async function closing(path) {
  const [code, reason] = await event(connect(path), "close");
  return { code, reason: `${reason}` };
}

async function pings() {
  const socket = connect("/ping");
  const pinged = event(socket, "ping");
  const told = event(socket, "message");
  const ping = `${(await pinged)[0]}`;
  const text = `${(await told)[0]}`;
  const ponged = event(socket, "pong");
  socket.ping("and you?");
  const pong = `${(await ponged)[0]}`;
  socket.close();
  return { ping, text, pong };
}

async function many(count) {
  const socket = connect("/echo");
  await event(socket, "open");
  const received = [];
  const all = new Promise((resolve) => {
    socket.on("message", (data) => {
      received.push(`${data}`);
      if (received.length === count) {
        resolve();
      }
    });
  });
  for (let i = 0; i < count; i++) {
    socket.send(`message ${i}`);
  }
  await all;
  socket.close();
  return received.every((text, i) => text === `message ${i}`) ? "in order" : received;
}

async function refusal() {
  const socket = connect("/refused");
  const [, response] = await new Promise((resolve) => socket.on("unexpected-response", (...values) => resolve(values)));
  let body = "";
  for await (const chunk of response) {
    body += chunk;
  }
  return { status: response.statusCode, asks: response.headers["www-authenticate"], body };
}

async function main() {
  const random = crypto.randomBytes(LARGE_BYTES);
  return {
    text: await exchange("/echo", "schöne Grüße 関所"),
    empty: await exchange("/echo", ""),
    protocol: await exchange("/echo", "x", {}, ["first", "second"]),
    plain: await exchange("/echo", Buffer.from("uncompressed"), { perMessageDeflate: false }),
    large: await exchange("/echo", random),
    repetitive: await exchange("/echo", Buffer.alloc(LARGE_BYTES, "sekisho ")),
    many: await many(1000),
    pings: await pings(),
    closing: await closing("/close"),
    terminated: await closing("/terminate"),
    refusal: await refusal(),
  };
}

main().then(
  (results) => console.log(JSON.stringify(results)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
