package dev.byoml.model.store;

import dev.byoml.model.tenant.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of the files of a model folder. */
final class TenantFiles {
  /** The file with the statistics of all tenants. */
  static final String TENANTS = "tenants.avro";

  private static final int DIGITS = 16;

  private TenantFiles() {}

  static String users(String tenant) {
    return "users-" + suffix(tenant);
  }

  static String resources(String tenant) {
    return "resources-" + suffix(tenant);
  }

  static String knownAccesses(String tenant) {
    return "known-accesses-" + suffix(tenant);
  }

  static String algorithm(String tenant) {
    return "algorithm-" + suffix(tenant);
  }

  /** Ids may hold anything; file names may not. */
  private static String suffix(String tenant) {
    byte[] digest = ContentDigest.sha256().digest(tenant.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, DIGITS) + ".avro";
  }
}
