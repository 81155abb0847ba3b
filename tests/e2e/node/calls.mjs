// One call of each endpoint with the official SDK, and what came of each, as one JSON text.
// Asked by the environment: RELAY_URL, RELAY_KEY, RELAY_MODEL.
import { readFile } from "node:fs/promises";
import OpenAI, { toFile } from "openai";

const model = process.env.RELAY_MODEL;
const client = new OpenAI({
  baseURL: process.env.RELAY_URL,
  apiKey: process.env.RELAY_KEY,
  maxRetries: 0,
  timeout: 20_000,
});
const messages = [{ role: "user", content: "What is the weather in Paris and Rome?" }];
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const weather = { name: "get_weather", description: "Weather of a city", parameters };
const chatTool = { type: "function", function: weather };
const responseTool = { type: "function", strict: false, ...weather };
const picture = async () => toFile(await readFile("one.png"), "one.png", { type: "image/png" });
const recording = async () => toFile(await readFile("speech.wav"), "speech.wav", { type: "audio/wav" });

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}
const types = (events) => events.map((event) => event.type);
const size = (image) => Buffer.from(image.b64_json, "base64").readUInt32BE(16);
const joined = (events, type) =>
  events.filter((event) => event.type === type).map((event) => event.delta).join("");

const calls = {
  async models_list() {
    const found = [];
    for await (const one of client.models.list()) found.push(one.id);
    return found.includes(model);
  },
  async models_retrieve() {
    return (await client.models.retrieve(model)).id === model;
  },
  async chat() {
    const reply = await client.chat.completions.create({ model, messages });
    return [reply.object, reply.model === model, reply.choices[0].finish_reason, reply.usage.total_tokens > 0];
  },
  async chat_stream() {
    const whole = await client.chat.completions.create({ model, messages });
    const stream_options = { include_usage: true };
    const chunks = await all(await client.chat.completions.create({ model, messages, stream: true, stream_options }));
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
    return [text === whole.choices[0].message.content, chunks.at(-1).usage.total_tokens === whole.usage.total_tokens];
  },
  async chat_helper() {
    const stream = client.chat.completions.stream({ model, messages });
    const said = [];
    stream.on("content", (delta) => said.push(delta));
    const last = await stream.finalChatCompletion();
    return [said.join("") === last.choices[0].message.content, last.choices[0].finish_reason];
  },
  async chat_tools() {
    const asked = { model, messages, tools: [chatTool], tool_choice: "required" };
    const whole = await client.chat.completions.create(asked);
    const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
    const said = [whole, streamed].map((one) => one.choices[0].message.tool_calls.map((call) => call.function));
    return [said[0].map((call) => call.name), JSON.stringify(said[0].map((c) => c.arguments)) === JSON.stringify(said[1].map((c) => c.arguments))];
  },
  async completions() {
    const reply = await client.completions.create({ model, prompt: "Once upon a time", max_tokens: 8 });
    return [reply.object, reply.choices[0].finish_reason];
  },
  async completions_stream() {
    const asked = { model, prompt: "Once upon a time", max_tokens: 8 };
    const whole = await client.completions.create(asked);
    const chunks = await all(await client.completions.create({ ...asked, stream: true }));
    return chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("") === whole.choices[0].text;
  },
  async embeddings() {
    const [unsaid, numbers] = [
      await client.embeddings.create({ model, input: ["red", "blue"] }),
      await client.embeddings.create({ model, input: ["red", "blue"], encoding_format: "float" }),
    ];
    const far = unsaid.data.some((row, place) =>
      row.embedding.some((one, index) => Math.abs(one - numbers.data[place].embedding[index]) > 1e-6),
    );
    return [unsaid.data.map((row) => row.embedding.length), far];
  },
  async moderations() {
    const reply = await client.moderations.create({ model, input: ["fine", "[violence]"] });
    return reply.results.map((result) => result.flagged);
  },
  async images_generate() {
    const asked = { model, prompt: "a cat", n: 2, size: "256x256", response_format: "b64_json" };
    return (await client.images.generate(asked)).data.map(size);
  },
  async images_generate_stream() {
    const asked = { model, prompt: "a cat", size: "1024x1024", stream: true, partial_images: 2 };
    const events = await all(await client.images.generate(asked));
    return [types(events), size(events.at(-1))];
  },
  async images_edit() {
    const image = [await picture(), await picture()];
    const asked = { model, image, mask: await picture(), prompt: "both", size: "256x256", response_format: "b64_json" };
    return (await client.images.edit(asked)).data.map(size);
  },
  async images_edit_stream() {
    const asked = { model, image: await picture(), prompt: "red", stream: true, partial_images: 1 };
    return types(await all(await client.images.edit(asked)));
  },
  async images_variation() {
    const asked = { model, image: await picture(), n: 2, size: "256x256", response_format: "b64_json" };
    return (await client.images.createVariation(asked)).data.map(size);
  },
  async speech() {
    const reply = await client.audio.speech.create({ model, voice: "alloy", input: "Good morning.", response_format: "wav" });
    return Buffer.from(await reply.arrayBuffer()).toString("latin1", 0, 4);
  },
  async transcription() {
    const spoken = {};
    for (const response_format of ["json", "text", "srt", "vtt", "verbose_json"]) {
      const reply = await client.audio.transcriptions.create({ model, file: await recording(), response_format });
      spoken[response_format] = [typeof reply, (reply.text ?? reply).length > 0];
    }
    return spoken;
  },
  async transcription_stream() {
    const events = await all(await client.audio.transcriptions.create({ model, file: await recording(), stream: true }));
    return [events.at(-1).type, joined(events, "transcript.text.delta") === events.at(-1).text];
  },
  async translation() {
    const reply = await client.audio.translations.create({ model, file: await recording() });
    return reply.text.length > 0;
  },
  async responses() {
    const reply = await client.responses.create({ model, input: "Say hello." });
    return [reply.object, reply.status, reply.output_text.length > 0, reply.usage.total_tokens > 0];
  },
  async responses_stream() {
    const events = await all(await client.responses.create({ model, input: "Say hello.", stream: true }));
    const text = joined(events, "response.output_text.delta");
    const numbers = events.every((event, place) => event.sequence_number === place);
    return [types(events).filter((one, place, list) => one !== list[place - 1]), numbers, text === events.at(-1).response.output[0].content[0].text];
  },
  async responses_helper() {
    const last = await client.responses.stream({ model, input: "Say hello." }).finalResponse();
    return [last.status, last.output_text.length > 0];
  },
  async responses_tools() {
    const asked = { model, input: messages[0].content, tools: [responseTool], tool_choice: "required" };
    const last = await client.responses.stream(asked).finalResponse();
    return last.output.map((item) => [item.type, item.name, Object.keys(JSON.parse(item.arguments))]);
  },
  async responses_kept() {
    const first = await client.responses.create({ model, input: "Remember 7319." });
    const again = await client.responses.retrieve(first.id);
    const replayed = await all(await client.responses.retrieve(first.id, { stream: true }));
    const items = await all(client.responses.inputItems.list(first.id));
    const then = await client.responses.create({ model, input: "Which?", previous_response_id: first.id });
    await client.responses.delete(first.id);
    const gone = await client.responses.retrieve(first.id).then(() => "still there", (error) => error.constructor.name);
    return [again.output_text === first.output_text, replayed.at(-1).type, types(items), then.previous_response_id === first.id, gone];
  },
  async responses_cancelled() {
    const queued = await client.responses.create({ model, input: "Write.", background: true });
    return [queued.status, (await client.responses.cancel(queued.id)).status];
  },
};

const came = {};
for (const [name, call] of Object.entries(calls)) {
  try {
    came[name] = await call();
  } catch (error) {
    came[name] = `${error.constructor.name}: ${error.message}`;
  }
}
process.stdout.write(JSON.stringify(came));
