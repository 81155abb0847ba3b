// Which class of the official SDK each scripted error arrives as, whole and streamed, as one JSON text.
// Asked by the environment: RELAY_URL, RELAY_KEY, RELAY_MODEL, and on standard input the scripts:
// a list of {name, url, script}, each to be posted to the mock before its call.
import { text } from "node:stream/consumers";
import OpenAI from "openai";

const model = process.env.RELAY_MODEL;
const options = { baseURL: process.env.RELAY_URL, maxRetries: 0, timeout: 20_000 };
const client = new OpenAI({ ...options, apiKey: process.env.RELAY_KEY });
const messages = [{ role: "user", content: "Hello!" }];
const headers = { "Content-Type": "application/json" };

async function tried(asked, sdk = client) {
  try {
    const reply = await sdk.chat.completions.create({ model, messages, ...asked });
    if (asked.stream) for await (const _ of reply);
  } catch (error) {
    return [error.constructor.name, error.status ?? null, Boolean(error.requestID)];
  }
  return ["no error"];
}

const came = {};
for (const { name, url, script } of JSON.parse(await text(process.stdin))) {
  const posted = await fetch(url, { method: "POST", headers, body: JSON.stringify({ script }) });
  if (!posted.ok) throw new Error(`the mock refuses ${name}: ${await posted.text()}`);
  came[name] = [await tried({}), await tried({ stream: true })];
}
const stranger = new OpenAI({ ...options, apiKey: "other" });
came.wrong_key = [await tried({}, stranger), await tried({ stream: true }, stranger)];
process.stdout.write(JSON.stringify(came));
