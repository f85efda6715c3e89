/** Bodies that try whoever reads them: each is what somebody with the app's secret could send. */
import { metaIds } from "./move-fixture.ts";

const deep = "[".repeat(200_000) + "]".repeat(200_000);
const within = (value: string) =>
  `{"object":"whatsapp_business_account","entry":[{"id":"${metaIds.destination}","changes":[{"field":"security","value":${value}}]}]}`;

export const tortureBodies: [string, string | Uint8Array][] = [
  ["nothing", ""],
  ["nesting", deep],
  ["nesting inside", within(`{"event":${deep}}`)],
  ["a huge number", within(`{"event":1e400,"display_phone_number":1${"0".repeat(5000)}}`)],
  ["a key twice", within('{"event":"A","event":{},"event":"B"}')],
  ["no UTF-8", new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28])],
  ["halves of characters", within('{"event":"\\ud800","reason":"\\udfff\\ud83d"}')],
  ["NUL", within('{"event":"\\u0000","reason":"a\\u0000b"}')],
  ["raw NUL", new Uint8Array(3)],
  ["a prototype", within('{"__proto__":{"event":"X"},"event":"constructor"}')],
  ["wrong types", within('{"event":[],"metadata":1,"waba_info":{"waba_id":{}}}')],
];
