package dev.byoml.pipelines.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;

/**
 * Understands the forms in which people write paths: as URIs of local files, and by the names that
 * Spark, Hadoop and the Azure portal have for what is {@code azfs://account/container/path} here.
 */
final class PathForms {
  private static final Pattern FILE = Pattern.compile("file:(?://(?:localhost)?)?(/.*)");
  private static final Pattern CONTAINER_FIRST =
      Pattern.compile("(?:abfss?|wasbs?)://([^@/]+)@([^./]+)\\.(?:dfs|blob)\\.([^/]+)(/.*)?");
  private static final Pattern WEB_ADDRESS =
      Pattern.compile(
          "https?://([^./]+)\\.(?:blob|dfs)\\.(core\\.[^/]+|storage\\.azure\\.net)/?(.*)");
  private static final Pattern DBFS = Pattern.compile("dbfs:/+(.*)");
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://.*");
  private static final Path DBFS_MOUNT = Path.of("/dbfs");

  /** Schemes that are not those of file systems, though their addresses look like paths. */
  private static final Set<String> OTHER_ADDRESSES = Set.of("eventhubs", "kafka", "http", "https");

  private PathForms() {}

  /**
   * The same path as Beam's file systems write it; what is not a path stays as it is.
   *
   * @param option the option it is from, for messages
   * @throws UsageException if it is a path that cannot be read as it is; the message says what to
   *     write instead
   */
  static String understood(String option, String value) {
    Matcher file = FILE.matcher(value);
    if (file.matches()) {
      return decoded(file.group(1));
    }
    Matcher containerFirst = CONTAINER_FIRST.matcher(value);
    if (containerFirst.matches()) {
      String path = containerFirst.group(4) == null ? "" : containerFirst.group(4);
      return "azfs://" + containerFirst.group(2) + "/" + containerFirst.group(1) + path;
    }
    Matcher web = WEB_ADDRESS.matcher(value);
    if (web.matches()) {
      if (web.group(3).isEmpty()) {
        throw new UsageException(
            "%s=%s names no container: write azfs://%s/CONTAINER/PATH"
                .formatted(option, value, web.group(1)));
      }
      return "azfs://" + web.group(1) + "/" + decoded(web.group(3));
    }
    Matcher dbfs = DBFS.matcher(value);
    if (dbfs.matches()) {
      Path mounted = DBFS_MOUNT.resolve(dbfs.group(1));
      if (!Files.isDirectory(DBFS_MOUNT)) {
        throw new UsageException(
            "%s=%s can be read on Databricks alone, where it is %s; elsewhere copy it first"
                .formatted(option, value, mounted));
      }
      return mounted.toString();
    }
    if (value.matches("(?:abfss?|wasbs?|azfs)://?[^/]*/?")) {
      throw new UsageException(
          "%s=%s is not a whole path: write azfs://account/container/path"
              .formatted(option, value));
    }
    return value;
  }

  /**
   * Checks that there is a file system for a path; needs {@link
   * FileSystems#setDefaultPipelineOptions}.
   *
   * @throws UsageException if there is none
   */
  static void checkScheme(String option, String value) {
    Matcher scheme = SCHEME.matcher(value);
    if (!scheme.matches() || OTHER_ADDRESSES.contains(scheme.group(1))) {
      return;
    }
    try {
      FileSystems.matchNewResource(value, value.endsWith("/"));
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (scheme.group(1).equals("azfs")) {
        throw new UsageException(
            "%s=%s is not the path of a blob: write azfs://account/container/path"
                .formatted(option, value));
      }
      throw new UsageException(
          ("%s=%s: this bundle carries no file system for %s://; copy it to a local path or to"
                  + " azfs://account/container/path, or put a jar with Beam's file system for it on"
                  + " BYOML_CLASS_PATH")
              .formatted(option, value, scheme.group(1)));
    }
  }

  /** Text without the escapes of a URI; as it is if it has none that are correct. */
  private static String decoded(String text) {
    if (!text.matches("(?s).*%[0-9A-Fa-f]{2}.*")) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
