// Steps to arrange: in place of the lists of numbers, buttons that move a step up and down, and
// dragging. The lists stay in the form, hidden, and are what is sent. Steps that are in place stay.
export default (place) => {
  const list = place.querySelector("ul");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.role = "status";
  place.append(said);
  const all = () => [...list.children];
  const select = (step) => step.querySelector("select");
  const free = () => all().filter(select);
  let dragged;

  // The free steps in this order, around those that are in place.
  const lay = (steps) => {
    const order = [...steps];
    list.append(...all().map((step) => (select(step) ? order.shift() : step)));
    all().forEach((step, index) => {
      if (!select(step)) return;
      select(step).value = index + 1;
      step.querySelector(".key").textContent = index + 1;
    });
    const now = free();
    now.forEach((step, index) => {
      step.querySelector("[data-by='-1']").disabled = index === 0;
      step.querySelector("[data-by='1']").disabled = index === now.length - 1;
    });
  };

  const move = (step, to) => {
    const steps = free().filter((one) => one !== step);
    steps.splice(to, 0, step);
    lay(steps);
    said.textContent = `Now at ${select(step).value}.`;
  };

  const button = (step, by, name, sign) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "move";
    made.dataset.by = by;
    made.textContent = sign;
    made.ariaLabel = `${name}: ${step.querySelector("[id]").textContent}`;
    made.addEventListener("click", () => {
      move(step, free().indexOf(step) + by);
      const other = step.querySelector(`[data-by="${-by}"]`);
      (made.disabled ? other : made).focus();
    });
    return made;
  };

  for (const step of free()) {
    const key = document.createElement("span");
    key.className = "key";
    key.ariaHidden = "true";
    const moves = document.createElement("span");
    moves.className = "moves";
    moves.append(button(step, -1, "Move up", "↑"), button(step, 1, "Move down", "↓"));
    select(step).hidden = true;
    step.prepend(key);
    step.append(moves);
    step.draggable = true;
    step.addEventListener("dragstart", () => (dragged = step));
    step.addEventListener("dragend", () => (dragged = null));
    step.addEventListener("dragover", (event) => dragged && event.preventDefault());
    step.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged) move(dragged, free().indexOf(step));
    });
  }
  place.querySelector("legend").textContent = "Put the steps in order, by the arrows or by dragging.";
  // A draft that came back says where each step was; without one the order on the screen does.
  const begun = free().every((step) => select(step).value);
  lay(begun ? free().sort((one, other) => select(one).value - select(other).value) : free());
};
