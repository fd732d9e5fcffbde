"use strict";

const ADDED_BY_A_PROXY = /^(x-forwarded-.*|x-real-ip|x-request-id|via|forwarded)$/i;
const UPLOAD_BYTES = 8 << 20;
const DOWNLOAD_BYTES = 64 << 20;

const byId = (id) => document.getElementById(id);

async function showHeaders() {
  const received = await (await fetch("/headers")).json();
  byId("request-line").textContent = `${received.method} ${received.target} ${received.version}`;
  byId("headers").replaceChildren(...received.headers.map(headerRow));
}

function headerRow({ name, value }) {
  const row = document.createElement("tr");
  row.classList.toggle("added", ADDED_BY_A_PROXY.test(name));
  for (const text of [name, value]) {
    row.insertCell().textContent = text;
  }
  return row;
}

const tries = {
  async slow(print) {
    const reader = (await fetch("/slow?seconds=5")).body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += read.value;
      print(text);
    }
  },

  async upload(print) {
    const block = new Uint8Array(UPLOAD_BYTES).map((_, i) => i * 31);
    const start = performance.now();
    const counted = await (await fetch("/upload", { method: "POST", body: block })).json();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", block));
    const sent = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const verdict = counted.bytes === UPLOAD_BYTES && counted.sha256 === sent ? "arrived whole" : "arrived DIFFERENT";
    print(`${counted.bytes} bytes ${verdict} in ${Math.round(performance.now() - start)} ms\nSHA-256 ${counted.sha256}`);
  },

  async download(print) {
    const start = performance.now();
    const { size } = await (await fetch(`/download?bytes=${DOWNLOAD_BYTES}`)).blob();
    const seconds = (performance.now() - start) / 1000;
    print(`${size} bytes in ${seconds.toFixed(2)} s: ${Math.round(size / seconds / (1 << 20))} MiB/s`);
  },

  echo(print) {
    return new Promise((resolve) => {
      const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/echo`);
      let start = 0;
      let answered = false;
      socket.onopen = () => {
        start = performance.now();
        socket.send("May I pass?");
      };
      socket.onmessage = ({ data }) => {
        answered = true;
        print(`“${data}” came back after ${(performance.now() - start).toFixed(1)} ms`);
        socket.close();
      };
      socket.onclose = () => {
        if (!answered) {
          print("The WebSocket was refused.");
        }
        resolve();
      };
    });
  },
};

for (const button of document.querySelectorAll("button[data-try]")) {
  const name = button.dataset.try;
  const print = (text) => { byId(`${name}-output`).textContent = text; };
  button.addEventListener("click", async () => {
    button.disabled = true;
    print("…");
    try {
      await tries[name](print);
    } catch (error) {
      print(`Failed: ${error.message}`);
    } finally {
      button.disabled = false;
    }
  });
}

showHeaders().catch((error) => { byId("request-line").textContent = `Failed: ${error.message}`; });
