// Reads models from standard input, each after its length (32 bits, little-endian), and writes a
// JSON list with the Khronos validator's report on each.

import { readFileSync } from "node:fs";

import validator from "gltf-validator";

const input = readFileSync(0);
const options = {
  format: "glb",
  writeTimestamp: false,
  ignoredIssues: ["NODE_EMPTY", "UNUSED_OBJECT"], // no errors, and there may be very many
};
const reports = [];
for (let at = 0; at < input.length; ) {
  const length = input.readUInt32LE(at);
  const model = new Uint8Array(input.subarray(at + 4, at + 4 + length));
  at += 4 + length;
  try {
    reports.push(await validator.validateBytes(model, options));
  } catch (error) {
    // It throws a text when it cannot read the file at all.
    reports.push({ issues: { numErrors: 1, messages: [{ code: "UNREADABLE", message: String(error), severity: 0 }] } });
  }
}
process.stdout.write(JSON.stringify(reports));
