// Reads PDFs as a browser does, with pdf.js: `node pdfjs.js FOLDER-OF-PDFJS a.pdf b.pdf ...`. Prints for each a line of JSON: what it warned of, whether it is
// tagged, its attachments, and for each page whether it has a structure and how many letters of text.
"use strict";
const fs = require("fs");
const path = require("path");

const [folder, ...files] = process.argv.slice(2);
let warnings = [];
console.log = console.warn = (...words) => warnings.push(words.join(" "));
// What it warns of here is that it cannot draw without a canvas, which nobody asks of it.
const pdfjs = require(path.join(folder, "legacy/build/pdf.js"));

async function look(file) {
  warnings = [];
  const task = pdfjs.getDocument({
    data: new Uint8Array(fs.readFileSync(file)),
    verbosity: pdfjs.VerbosityLevel.WARNINGS,
    isEvalSupported: false,
    useSystemFonts: false,
    stopAtErrors: true,
  });
  const found = { file, pages: [] };
  try {
    const pdf = await task.promise;
    const marked = await pdf.getMarkInfo();
    found.tagged = Boolean(marked && marked.Marked);
    found.attachments = Object.keys((await pdf.getAttachments()) || {}).sort();
    found.outline = ((await pdf.getOutline()) || []).length;
    for (let number = 1; number <= pdf.numPages; ++number) {
      const page = await pdf.getPage(number);
      const text = await page.getTextContent();
      const structure = await page.getStructTree();
      const operators = await page.getOperatorList();
      found.pages.push({
        letters: text.items.reduce((sum, item) => sum + (item.str || "").length, 0),
        structured: Boolean(structure && structure.children && structure.children.length > 0),
        operators: operators.fnArray.length,
        links: (await page.getAnnotations()).length,
      });
      page.cleanup();
    }
    await pdf.destroy();
  } catch (fault) {
    found.fault = String(fault);
  }
  found.warnings = warnings;
  return found;
}

(async () => {
  for (const file of files) process.stdout.write(JSON.stringify(await look(file)) + "\n");
})();
