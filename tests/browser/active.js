// What could act on a page, whatever made it. Of such elements our pages have none but those that are told here, each by
// its place, by having no other attribute, and by where it leads: no descriptor can make one or put a file there.
() => {
  const SVG = "http://www.w3.org/2000/svg";
  const look = document.querySelector("head > link[rel=stylesheet]");
  const home = look ? new URL("..", look.href).href : null;
  const within = (address, pattern) => home && address.startsWith(home) && pattern.test(address.slice(home.length));
  const only = (element, ...names) => element.getAttributeNames().every((name) => names.includes(name));
  const target = (element, name) => new URL(element.getAttribute(name), document.baseURI);

  // A module of ours, without a text.
  const isModule = (element) =>
    element.matches("head > script[type=module][src]") &&
    element.textContent === "" &&
    only(element, "type", "src", "async", "blocking") &&
    within(element.src, /^static\/(scripts|sql)\/[a-z]+\.js$/);

  // The search box, which leads to our search page.
  const isBox = (element) =>
    element.matches("form[role=search][method=get]") &&
    only(element, "class", "role", "method", "action") &&
    within(target(element, "action").href, /^([a-z]{2,3}\/)?search\/$/);

  // The spread of a column: outlines of bars, made of numbers alone, and nothing within.
  const isSpread = (element) =>
    (element.matches("td > svg.spark") && only(element, "class", "viewBox", "aria-hidden")) ||
    (element.matches("td > svg.spark > path:empty") &&
      only(element, "d") &&
      /^(M[0-9]+ [0-9]+v-[0-9]+h[0-9]+v[0-9]+z)+$/.test(element.getAttribute("d")));

  // A figure: shapes and words that do nothing, and shapes of our own maps; one that is a file has its style within.
  const shapes = "svg, g, title, desc, line, rect, path, circle, polyline, text, tspan, use";
  const isFigure = (element) =>
    (element.matches(`svg.figure, svg.figure :is(${shapes})`) ||
      (element.matches("svg.figure > style") && element.ownerDocument.documentElement.matches("svg"))) &&
    (!element.matches("use") ||
      /^(\.\.\/)*(\.\/)?static\/maps\/[a-z0-9-]+\.svg#c[\w.-]+$/.test(element.getAttribute("href")));

  // The result of a query as a file that the page itself has made.
  const isResult = (element) =>
    element.matches("#result > p > a[download='result.csv']") &&
    only(element, "href", "download", "class") &&
    element.href.startsWith(`blob:${location.origin}/`);

  const active = "script, style, iframe, frame, object, embed, form, base, math, template, [style], [srcdoc], [formaction]";
  return [...document.querySelectorAll("*")]
    .filter(
      (element) =>
        ((element.matches(active) || element.namespaceURI === SVG) &&
          ![isModule, isBox, isSpread, isFigure].some((isOurs) => isOurs(element))) ||
        element.getAttributeNames().some((name) => name.startsWith("on") || name.startsWith("xlink")) ||
        (element.matches("[href]:not(use)") &&
          !isResult(element) &&
          !/^(https?|mailto):$/.test(target(element, "href").protocol)),
    )
    .map((element) => element.outerHTML);
}
