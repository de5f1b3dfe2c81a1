// Reads a PowerShell script and names the lines that the grammar does not understand.
// node parse.js SCRIPT
const fs = require("fs");
const path = require("path");
const { Language, Parser } = require("web-tree-sitter");

async function main(script) {
  await Parser.init();
  const grammar = path.join(path.dirname(require.resolve("tree-sitter-powershell/package.json")),
    "tree-sitter-powershell.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const tree = parser.parse(fs.readFileSync(script, "utf8"));
  const commands = [];
  let errors = 0;
  const walk = (node) => {
    if (node.type === "ERROR" || node.isMissing) {
      errors += 1;
      console.error(`${script}:${node.startPosition.row + 1}: ${node.text.split("\n")[0]}`);
    }
    if (node.type === "command_name") {
      commands.push(node.text);
    }
    node.children.forEach(walk);
  };
  walk(tree.rootNode);
  console.log(commands.join(" "));
  process.exit(errors > 0 ? 1 : 0);
}

main(process.argv[2]);
