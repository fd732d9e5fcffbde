// Asks the proxy to do something: JSON-RPC 2.0 over POST /rpc.
let lastId = 0;

export class Refusal extends Error {
  /** @param data whatever the proxy adds to its words */
  constructor(message, data) {
    super(message);
    this.data = data;
  }
}

export async function call(method, params = {}) {
  let answer;
  try {
    answer = await fetch("/rpc", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: ++lastId, method, params }),
    });
  } catch {
    throw new Refusal("The proxy cannot be reached: nothing is known of what came of it.");
  }
  if (answer.status === 401 || answer.redirected) {
    throw new Refusal("Your session is over: log in again. Nothing was done.");
  }
  if (!answer.ok) {
    throw new Refusal(`The admin server answered ${answer.status}: nothing was done.`);
  }
  const { result, error } = await answer.json();
  if (error) {
    throw new Refusal(error.message, error.data);
  }
  return result;
}
