// An origin on Node's http. It answers as the path says, and writes down what it was sent, a line of
// JSON for each request.
//
// node echo.js PORT
"use strict";

const { createHash } = require("crypto");
const http = require("http");

const ETAG = '"v1"';
const pairs = (raw) => raw.flatMap((_, i) => (i % 2 ? [] : [[raw[i], raw[i + 1]]]));

function digest(body) {
  return { bytes: body.length, sha256: createHash("sha256").update(body).digest("hex") };
}

function received(request, body) {
  return {
    method: request.method,
    target: request.url,
    version: request.httpVersion,
    fields: pairs(request.rawHeaders),
    body: digest(body),
    trailers: pairs(request.rawTrailers),
  };
}

function send(response, status, fields, body) {
  response.writeHead(status, { "Content-Length": Buffer.byteLength(body, "latin1"), ...fields });
  response.end(body, "latin1");
}

const answers = {
  "/empty": (request, response) => send(response, 200, {}, ""),
  "/204": (request, response) => response.writeHead(204).end(),
  "/404": (request, response) => send(response, 404, { "Content-Type": "text/plain" }, "no\n"),
  "/500": (request, response) => send(response, 500, {}, "broken\n"),
  "/unusual": (request, response) => {
    response.writeHead(299, "A reason of its own", { "Content-Length": 2 });
    response.end("ok");
  },
  "/redirect": (request, response) => send(response, 302, { Location: "../a b/%20?q=1#f" }, ""),
  "/etag": (request, response) =>
    request.headers["if-none-match"] === ETAG
      ? response.writeHead(304, { ETag: ETAG, "Cache-Control": "no-cache" }).end()
      : send(response, 200, { ETag: ETAG }, "version 1"),
  "/fields": (request, response) => {
    response.writeHead(200, [
      ["Set-Cookie", "a=1; Path=/"],
      ["set-cookie", "b=2"],
      ["X-Latin", "na\u00efve \u00fc\u00ff"],
      ["X-EMPTY", ""],
      ["Set-Cookie", "c=3"],
      ["Content-Length", "2"],
    ].flat());
    response.end("ok");
  },
  "/large": (request, response) => send(response, 200, {}, Buffer.alloc(3 << 20, "0123456789\n")),
  "/chunked": (request, response) => {
    const chunked = request.method !== "HEAD" && request.httpVersion === "1.1";
    response.writeHead(200, chunked ? { Trailer: "X-Sum, X-Other" } : {});
    ["one ", "two ", "three"].forEach((piece) => response.write(piece));
    if (chunked) {
      response.addTrailers([["X-Sum", "11"], ["x-other", "y z"]]);
    }
    response.end();
  },
  "/until-close": (request, response) => {
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.removeHeader("Transfer-Encoding");
    response.write("until ");
    response.end("the end");
  },
  "/hints": (request, response) => {
    response.writeEarlyHints({ link: ["</a.css>; rel=preload", "</b.js>; rel=preload"] });
    response.writeEarlyHints({ link: "</c.js>; rel=preload" });
    send(response, 200, {}, "after hints");
  },
  "/processing": (request, response) => {
    response.writeProcessing();
    response.writeProcessing();
    send(response, 200, {}, "processed");
  },
};

function echo(request, response, body) {
  const line = JSON.stringify({ method: request.method, target: request.url, ...digest(body) });
  send(response, 200, { "Content-Type": "application/json" }, line);
}

function serve(request, response) {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces);
    console.log(JSON.stringify(received(request, body)));
    const answer = answers[request.url];
    if (answer) {
      answer(request, response);
    } else {
      echo(request, response, body);
    }
  });
}

const server = http.createServer(serve);
server.on("checkContinue", (request, response) => {
  const refusal = { "/refuse/413": 413, "/refuse/417": 417 }[request.url];
  if (refusal) {
    console.log(JSON.stringify(received(request, Buffer.alloc(0))));
    response.writeHead(refusal, { "Content-Length": 3, Connection: "close" });
    response.end("no\n");
  } else {
    response.writeContinue();
    serve(request, response);
  }
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
