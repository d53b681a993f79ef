// Gaps in code: below the code each gap gets its options as chips. A click puts a chip into its
// gap, and so does dragging it there. The lists in the gaps stay, and are what is sent.
const chip = (select, option) => {
  const button = document.createElement("button");
  button.type = "button";
  button.draggable = true;
  button.textContent = option.textContent;
  button.setAttribute("aria-pressed", option.selected);
  const put = () => {
    select.value = option.value;
    select.dispatchEvent(new Event("change"));
  };
  button.addEventListener("click", put);
  button.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", option.textContent);
    select.dataset.open = "";
    select.onDrop = put;
  });
  button.addEventListener("dragend", () => delete select.dataset.open);
  select.addEventListener("change", () => button.setAttribute("aria-pressed", option.selected));
  return button;
};

const tray = (select) => {
  const group = document.createElement("div");
  group.className = "row chips";
  group.role = "group";
  group.ariaLabel = select.ariaLabel;
  const label = document.createElement("b");
  label.textContent = select.options[0].textContent.trim().split(" ")[0];
  label.ariaHidden = "true";
  group.append(label, ...[...select.options].slice(1).map((option) => chip(select, option)));
  select.addEventListener("dragover", (event) => "open" in select.dataset && event.preventDefault());
  select.addEventListener("drop", (event) => {
    event.preventDefault();
    if ("open" in select.dataset) select.onDrop();
  });
  return group;
};

export default (place) => place.append(...[...place.querySelectorAll("select")].map(tray));
