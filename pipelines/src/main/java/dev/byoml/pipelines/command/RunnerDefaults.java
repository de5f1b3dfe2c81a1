package dev.byoml.pipelines.command;

import java.util.ArrayList;
import java.util.List;

/** Settings that a runner needs in production and that its own defaults do not give. */
final class RunnerDefaults {
  private RunnerDefaults() {}

  /**
   * The arguments, and for the DirectRunner the settings that make it a worker instead of a test
   * bench: no copy of every element to see whether a function changed it, and {@code run()} returns
   * at once, so that progress can be shown. A setting that the user gave stays.
   */
  static String[] addedTo(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    boolean direct =
        all.stream().noneMatch(a -> a.startsWith("--runner="))
            || all.contains("--runner=DirectRunner");
    if (direct) {
      addUnlessGiven(all, "--enforceImmutability=false");
      addUnlessGiven(all, "--enforceEncodability=false");
      addUnlessGiven(all, "--blockOnRun=false");
    }
    return all.toArray(String[]::new);
  }

  private static void addUnlessGiven(List<String> arguments, String setting) {
    String name = setting.substring(0, setting.indexOf('=') + 1);
    if (arguments.stream().noneMatch(a -> a.startsWith(name))) {
      arguments.add(setting);
    }
  }
}
