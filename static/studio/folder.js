// Browsers send the files of a folder without their paths. So the folder is zipped here, and the
// server takes it as any other zip of a pack, by the same rules. The limits are the server's too:
// here they only keep from reading what it would refuse.
const place = document.querySelector("[data-folder]");
const folder = place.querySelector("input");
const told = place.querySelector("[role=status]");
const form = folder.form;
const sent = form.elements.namedItem("file");

// --- A zip, as far as a pack needs one ---------------------------------------------------------

const two = (number) => [number & 255, (number >>> 8) & 255];
const four = (number) => [...two(number), ...two(number >>> 16)];

const CRCS = Uint32Array.from({ length: 256 }, (_, crc) => {
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
const crcOf = (bytes) => ~bytes.reduce((crc, byte) => CRCS[(crc ^ byte) & 255] ^ (crc >>> 8), ~0);

const deflated = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const zipOf = async (files) => {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const one of files) {
    const bytes = new Uint8Array(await one.arrayBuffer());
    const [packed, name] = [await deflated(bytes), new TextEncoder().encode(one.webkitRelativePath)];
    // Version 2.0, names in UTF-8, deflated, on 1 January 1980; and nothing after the name.
    const kind = [20, 0x800, 8, 0, 33].flatMap(two);
    const sizes = [crcOf(bytes), packed.length, bytes.length].flatMap(four);
    const about = [...kind, ...sizes, ...two(name.length), ...two(0)];
    parts.push(Uint8Array.of(0x50, 0x4b, 3, 4, ...about), name, packed);
    const where = [...[0, 0, 0].flatMap(two), ...four(0), ...four(at)];
    directory.push(Uint8Array.of(0x50, 0x4b, 1, 2, ...two(20), ...about, ...where), name);
    at += 30 + name.length + packed.length;
  }
  const length = directory.reduce((sum, one) => sum + one.length, 0);
  const counts = [0, 0, files.length, files.length].flatMap(two);
  const end = Uint8Array.of(0x50, 0x4b, 5, 6, ...counts, ...four(length), ...four(at), ...two(0));
  return new Blob([...parts, ...directory, end]);
};

// --- The folder --------------------------------------------------------------------------------

// What tools keep in a folder, as .git and .DS_Store. In a zip the server leaves it alone as well.
const isHidden = (file) => /\/\./.test(file.webkitRelativePath);

const refusal = (files) => {
  const { mostFiles, mostBytes } = place.dataset;
  const bytes = files.reduce((sum, one) => sum + one.size, 0);
  if (!files.length) return "There is no file in it.";
  if (files.length > mostFiles) return `It holds ${files.length} files, more than ${mostFiles}.`;
  if (bytes > mostBytes) return `Its files are over ${mostBytes / 1_000_000} MB together.`;
};

const put = (zip, name) => {
  const carrier = new DataTransfer();
  carrier.items.add(new File([zip], name, { type: "application/zip" }));
  sent.files = carrier.files;
};

const tell = (words) => {
  told.textContent = words;
};

const wait = (waits) => {
  for (const button of form.querySelectorAll("button")) button.disabled = waits;
};

// Another choice may come while a folder is zipped: then this one counts no more.
const choose = async () => {
  const list = folder.files;
  const hidden = [...list].filter(isHidden);
  const files = [...list].filter((one) => !isHidden(one));
  sent.value = "";
  const refused = refusal(files);
  wait(!refused);
  if (refused) return tell(`${refused} Choose the folder of a pack. Nothing was sent.`);
  tell("Zipping…");
  try {
    const zip = await zipOf(files);
    if (list !== folder.files) return;
    const name = `${files[0].webkitRelativePath.split("/")[0]}.zip`;
    put(zip, name);
    const left = hidden.length ? ` Left out: hidden files (${hidden.length}).` : "";
    tell(`${name} is ready to be sent. Files in it: ${files.length}.${left}`);
  } catch (error) {
    if (list !== folder.files) return;
    tell(`The folder could not be zipped here (${error.message}). Zip it yourself, and choose the zip.`);
  }
  wait(false);
};

folder.addEventListener("change", choose);
sent.addEventListener("change", () => {
  folder.value = "";
  tell("");
  wait(false);
});
place.hidden = !("webkitdirectory" in folder && "CompressionStream" in window);
