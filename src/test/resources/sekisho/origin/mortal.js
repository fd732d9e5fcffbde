// An origin that is killed again and again. Before it answers anything it writes down each request
// that it sees, so that its death cannot hide one. It has two workers: where one is killed alone, the
// socket stays open and the other answers until there are two again.
//
// node mortal.js PORT JOURNAL
"use strict";

const cluster = require("cluster");

const { createHash } = require("crypto");
const fs = require("fs");
const http = require("http");

const [port, journal] = process.argv.slice(2);
const out = fs.openSync(journal, "a");

// Who asks without an id, as a health check does.
const NOBODY = "nobody";

const SHORTEST_THOUGHT_MILLIS = 4;
const LONGEST_THOUGHT_MILLIS = 24;
const thought = () =>
  SHORTEST_THOUGHT_MILLIS + Math.random() * (LONGEST_THOUGHT_MILLIS - SHORTEST_THOUGHT_MILLIS);

// The answer names the request it is for and the body that came with it, in two pieces, of known
// length or chunked, so that it can be cut in the middle either way.
function answer(request, response, digest) {
  const id = request.headers["x-request-id"] || NOBODY;
  const pieces = [`${id} `.padEnd(200, "."), ` ${digest}\n`];
  if (request.url.endsWith("/length")) {
    response.setHeader("Content-Length", pieces.join("").length);
  }
  response.setHeader("X-Answers", id);
  response.write(pieces[0]);
  setTimeout(() => response.end(pieces[1]), thought() / 4);
}

function serve() {
  http
    .createServer((request, response) => {
      fs.writeSync(out, `${request.method} ${request.headers["x-request-id"] || NOBODY}\n`);
      const hash = createHash("sha256");
      const reply = () => answer(request, response, hash.digest("hex"));
      request.on("data", (piece) => hash.update(piece));
      request.on("end", () => setTimeout(reply, thought()));
    })
    .listen(Number(port), "127.0.0.1", 4096);
}

function employ() {
  const worker = cluster.fork();
  worker.on("listening", () => console.log("listening"));
  worker.on("exit", employ);
}

if (cluster.isPrimary) {
  // The workers share the socket, instead of the primary handing connections out.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  employ();
  employ();
} else {
  serve();
  // A worker alone serves nobody.
  process.on("disconnect", () => process.exit(0));
}
