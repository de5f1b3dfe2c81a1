package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of many small tenants and a window with an access of each, so that a run of {@code score}
 * writes many files.
 *
 * @param model the folder of the model
 * @param window the file of the window
 * @param page where reports are written
 * @param page where reports are written
 */
public record ManyTenants(Path model, Path window, Path page) {
  /** How many tenants there are; each has one anomaly. */
  public static final int COUNT = 25;

  /** Trains in a folder. */
  public static ManyTenants in(Path folder) throws IOException {
    List<String> training = new ArrayList<>();
    List<String> scored = new ArrayList<>();
    for (int tenant = 0; tenant < COUNT; tenant++) {
      for (int user = 0; user < 4; user++) {
        training.add(
            "2026-03-0%d\tu%d\tr%d\tx\t1\tt%d".formatted(1 + user, user, user / 2, tenant));
      }
      scored.add("2026-03-31\tu0\tr1\tx\t1\tt%d".formatted(tenant));
    }
    Path model = folder.resolve("model");
    Path window = Files.write(folder.resolve("window.tsv"), scored);
    Path days = Files.write(folder.resolve("days.tsv"), training);
    Cli cli = Cli.run("train", "--input=" + days, "--template=daily-counts", "--model=" + model);
    assertThat(cli.err(), cli.status(), is(0));
    return new ManyTenants(model, window, folder.resolve("report.html"));
  }

  /** The arguments that score the window. */
  public String[] score(String results) {
    return new String[] {
      "score",
      "--input=" + window,
      "--model=" + model,
      "--threshold=-Infinity",
      "--output=" + results
    };
  }

  /** The arguments that report on results. */
  public String[] report(String results) {
    return new String[] {"report", "--results=" + results, "--model=" + model, "--output=" + page};
  }
}
