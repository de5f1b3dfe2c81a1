package dev.byoml.pipelines.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.beam.sdk.util.ReleaseInfo;

/** Which version this is. */
final class Version {
  private static final String FILE = "version.properties";

  private Version() {}

  /** The version, with those of Beam and Java. */
  static String inWords() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "sentinel-byoml %s (Apache Beam %s, Java %s)"
        .formatted(
            properties.getProperty("version"),
            ReleaseInfo.getReleaseInfo().getVersion(),
            Runtime.version());
  }
}
