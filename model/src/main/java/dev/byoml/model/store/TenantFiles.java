package dev.byoml.model.store;

import dev.byoml.model.tenant.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of the files of a model folder. */
final class TenantFiles {
  /** The file with the statistics of all tenants, in models of format version 1. */
  static final String TENANTS = "tenants.avro";

  private static final int DIGITS = 16;
  private static final int SHARED_DIGITS = 2;

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

  /** One of 256 files, which the tenant shares with those whose digest begins alike. */
  static String shared(String tenant) {
    return "tenants-" + digest(tenant).substring(0, SHARED_DIGITS) + ".avro";
  }

  /** Ids may hold anything; file names may not. */
  private static String suffix(String tenant) {
    return digest(tenant).substring(0, DIGITS) + ".avro";
  }

  private static String digest(String tenant) {
    byte[] digest = ContentDigest.sha256().digest(tenant.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
