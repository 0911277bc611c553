/* Three small comforts of the worker's page, which works without them. ES2015, and nothing leaves this page. */
(function () {
  "use strict";
  var SIZE = "dundian-size";
  var root = document.documentElement;

  // Remembered for this visit only: the next person at a shared phone starts anew.
  function size(next) {
    try {
      if (next) sessionStorage.setItem(SIZE, next);
      return sessionStorage.getItem(SIZE) || next || "1";
    } catch (refused) {
      return next || "1";
    }
  }
  function apply(now) {
    root.className = "size-" + now;
  }
  apply(size());

  // A link from the receipt carries the code behind the #, which browsers send to nobody. It leaves the address at once.
  function fill(field) {
    var digits = location.hash.replace(/\D/g, "");
    if (!digits) return;
    field.value = digits.replace(/(\d{4})(?=\d)/g, "$1 ");
    history.replaceState(null, "", location.pathname);
  }

  function draw(button, digits) {
    var paper = document.createElement("canvas");
    var groups = digits.split(/\s+/);
    paper.width = 720;
    paper.height = 360;
    var pen = paper.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, 720, 360);
    pen.fillStyle = "#173b6c";
    pen.textAlign = "center";
    pen.font = "36px sans-serif";
    pen.fillText(button.getAttribute("data-words"), 360, 70);
    pen.font = "bold 60px monospace";
    pen.fillText(groups.slice(0, 3).join(" "), 360, 160);
    pen.fillText(groups.slice(3).join(" "), 360, 240);
    pen.font = "30px sans-serif";
    pen.fillText(location.host, 360, 310);
    return paper.toDataURL("image/png");
  }
  function save(button) {
    var digits = document.getElementById("digits").textContent;
    var place = document.getElementById("paper");
    var picture = new Image();
    var help = document.createElement("p");
    picture.alt = button.getAttribute("data-words") + " " + digits;
    picture.src = draw(button, digits);
    help.textContent = button.getAttribute("data-help");
    place.textContent = "";
    place.appendChild(picture);
    place.appendChild(help);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var bigger = document.getElementById("bigger");
    var field = document.getElementById("code");
    var picture = document.getElementById("picture");
    bigger.hidden = false;
    bigger.addEventListener("click", function () {
      apply(size(String((Number(size()) % 3) + 1)));
    });
    if (field) {
      fill(field);
      window.addEventListener("hashchange", function () {
        fill(field);
      });
    }
    if (picture) {
      picture.hidden = false;
      picture.addEventListener("click", function () {
        save(picture);
      });
    }
  });
})();
