package dev.byoml.pipelines.loganalytics;

import dev.byoml.pipelines.Byoml;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line in a process of its own, which trusts a certificate and signs in with a token.
 *
 * @param folder where it runs
 * @param certificate what it trusts
 * @param token the value of {@code BYOML_ACCESS_TOKEN}
 */
record ByomlProcess(Path folder, TestCertificate certificate, String token) {
  /** Runs {@code byoml}. */
  Program.Result run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(certificate.javaOptions());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Byoml.class.getName()));
    words.addAll(List.of(arguments));
    return Program.run(folder, Map.of("BYOML_ACCESS_TOKEN", token), words);
  }
}
