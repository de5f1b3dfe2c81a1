package dev.byoml.pipelines.notebook;

import dev.byoml.pipelines.cli.ShownText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the pictures have in common: their frame, their colours and how names are shortened. */
final class Drawing {
  /** Legible on white and on the dark themes of notebooks. */
  static final String ANOMALOUS = "#d0342c";

  static final String USUAL = "#6c8aa8";

  private static final Pattern SHARE = Pattern.compile("\\\\\\\\([^.\\\\]+)[^\\\\]*\\\\(.+)");

  private Drawing() {}

  /**
   * A picture in its frame.
   *
   * @param text what it shows, above it and for those who do not see it
   */
  static String framed(String title, String text, double width, double height, Markup content) {
    return new Markup()
        .open(
            "figure", "style", "margin:0.5em 0;overflow-x:auto;font:13px/1.4 system-ui,sans-serif")
        .open("figcaption")
        .element("strong", title)
        .element("div", text, "style", "opacity:0.75;margin-bottom:0.7em")
        .close("figcaption")
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "role",
            "img",
            "aria-label",
            ShownText.escaped(title + ". " + text),
            "width",
            width,
            "height",
            height,
            "viewBox",
            "0 0 %.0f %.0f".formatted(width, height),
            "fill",
            "currentColor",
            "font-size",
            12)
        .add(content)
        .close("svg")
        .close("figure")
        .toString();
  }

  /** An actor without its domain, cut where it is long. */
  static String actor(String id, int most) {
    String name = id.substring(id.lastIndexOf('\\') + 1);
    return clipped(name.isEmpty() ? id : name, most);
  }

  /** {@code host\share} of {@code \\host.domain\share}, any other text as it is; cut where long. */
  static String resource(String id, int most) {
    Matcher share = SHARE.matcher(id);
    return clipped(share.matches() ? share.group(1) + "\\" + share.group(2) : id, most);
  }

  private static String clipped(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
