import { randomInt } from 'node:crypto';

const WORDS =
  'amber anchor apple autumn bakery basket beacon birch bridge candle canyon cedar cherry cloud clover cobalt comet copper coral cotton ' +
  'daisy desert dolphin ember falcon fern festival fiddle forest garden ginger glacier granite harbour hazel heron honey island ivory ' +
  'jasmine juniper kettle lagoon lantern lemon linen maple marble meadow mirror nectar nutmeg ocean olive orchard otter paper pebble ' +
  'pepper planet plum poppy prairie quartz quill raven ribbon river saddle saffron silver sparrow spruce summit sunset thistle thunder ' +
  'timber topaz tulip valley velvet violet walnut willow winter';
const LIST = WORDS.split(' ');

/** A random password that one can read out and type: four words and two digits. */
export function readablePassword(): string {
  const words = Array.from({ length: 4 }, () => LIST[randomInt(LIST.length)]);
  return `${words.join('-')}-${randomInt(10, 100)}`;
}
