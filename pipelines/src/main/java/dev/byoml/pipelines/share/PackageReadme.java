package dev.byoml.pipelines.share;

import dev.byoml.pipelines.onnx.OnnxAlgorithm;
import dev.byoml.pipelines.share.format.ModelFacts;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What a package says to whoever receives it and has never heard of it. */
final class PackageReadme {
  /** Name of the file. */
  static final String FILE = "README.md";

  /** How the files begin that only the algorithm itself can read; other models hold factors. */
  private static final String ALGORITHM_STATE = "model/algorithm-";

  /** Algorithms that need nothing but the program itself. */
  private static final Set<String> BUILT_IN = Set.of("als", "poisson");

  private PackageReadme() {}

  /** The text, in UTF-8. */
  static byte[] of(PackageContent content) {
    String text =
        switch (content.kind()) {
          case MODEL -> model(content.model()) + needed(content);
          case TEMPLATE -> template(content.name());
          case ALGORITHM -> algorithm(content);
        };
    return (text + installing()).getBytes(StandardCharsets.UTF_8);
  }

  private static String model(ModelFacts facts) {
    return """
        # A model of sentinel-byoml

        It says how usual it is that a user touches a resource, and was learnt from %,d distinct accesses of %,d users
        to %,d resources in %,d tenants.

        | | |
        |---|---|
        | model id | `%s` |
        | trained on | %s to %s |
        | template | `%s` |
        | algorithm | `%s` |

        **It names the users and resources of an organisation and who touched what.** Treat it as you treat the logs
        it was learnt from.

        When it is installed, score accesses of the same organisation with it:

            scripts/byoml score --model=FOLDER/model --input=EVENTS --from=START --to=END --output=RESULTS
        """
        .formatted(
            facts.accesses(),
            facts.users(),
            facts.resources(),
            facts.tenants(),
            facts.modelId(),
            facts.from() == null ? "the earliest event" : facts.from(),
            facts.to() == null ? "the latest event" : facts.to(),
            code(facts.template()),
            code(facts.algorithm()));
  }

  /** What else is needed to score with a model, if anything. */
  private static String needed(PackageContent content) {
    String algorithm = content.model().algorithm();
    if (content.files().keySet().stream().noneMatch(file -> file.startsWith(ALGORITHM_STATE))) {
      return "";
    }
    if (algorithm.equals(OnnxAlgorithm.NAME)) {
      return """

          It holds an ONNX model, which ONNX Runtime reads as native code: put that jar on the class path
          (`BYOML_CLASS_PATH`), and score only with a model of somebody you trust.
          """;
    }
    return BUILT_IN.contains(algorithm)
        ? ""
        : """

        Its algorithm is not part of sentinel-byoml: you need the jar of `%s` as well, on the class path
        (`BYOML_CLASS_PATH`).
        """
            .formatted(code(algorithm));
  }

  private static String template(String name) {
    return """
        # A template of sentinel-byoml

        `template/%1$s` says which rows of a table are accesses, and which fields are tenant, time, user and resource. It
        is data: it runs nothing.

        When it is installed, try it on lines of your own, then train with it:

            scripts/byoml template --check=FOLDER/template/%1$s --sample=EVENTS
            scripts/byoml train --template=FOLDER/template/%1$s --input=EVENTS --model=MODEL
        """
        .formatted(name);
  }

  private static String algorithm(PackageContent content) {
    return """
        # An algorithm of sentinel-byoml

        `algorithm/%1$s` is a jar of Java classes. It registers:

        %2$s

        **A jar may do anything that you may.** Installing only copies it. Its code runs when you put it on the class
        path, so do that only if you trust whoever gave it to you:

            BYOML_CLASS_PATH=FOLDER/algorithm/%1$s scripts/byoml train --algorithm=NAME --input=EVENTS --model=MODEL
        """
        .formatted(
            content.name(),
            String.join(
                "\n", content.algorithms().stream().map(c -> "- `" + code(c) + "`").toList()));
  }

  private static String installing() {
    return """

        ## Installing

            scripts/byoml install --archive=THIS.zip --digest=sha256:DIGEST --output=FOLDER

        Ask whoever made the package for its digest, by another way than the package came. It is the SHA-256 of the
        archive, as `sha256sum` prints it: if it fits, these are the bytes that were packaged. `manifest.json` lists every
        file with its length and SHA-256; `install` checks all of it before anything appears in FOLDER.
        """;
  }

  /** A text between backticks: without what would end them or the line. */
  private static String code(String text) {
    return text.replaceAll("[`|\\p{Cntrl}\\u2028\\u2029]", "?");
  }
}
