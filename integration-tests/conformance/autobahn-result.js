// node autobahn-result.js INDEX: tells how many cases passed, and which passed without Weir only.
"use strict";

const { readFileSync } = require("node:fs");

const PASSED = ["OK", "NON-STRICT", "INFORMATIONAL"];

const { direct, weir } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const passes = (result) => PASSED.includes(result.behavior) && PASSED.includes(result.behaviorClose);
const count = (results) => Object.values(results).filter(passes).length;
const worse = Object.keys(direct).filter((name) => passes(direct[name]) && !(name in weir && passes(weir[name])));

worse.forEach((name) => console.log(`case ${name}: ${JSON.stringify(weir[name])}`));
console.log(`direct: ${count(direct)} of ${Object.keys(direct).length} cases passed`);
console.log(`weir: ${count(weir)} of ${Object.keys(direct).length} cases passed`);
process.exit(worse.length === 0 && Object.keys(direct).length > 0 ? 0 : 1);
