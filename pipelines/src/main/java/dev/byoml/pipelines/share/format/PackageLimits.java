package dev.byoml.pipelines.share.format;

/**
 * How large a package may get. What is written keeps them, so that a package that was written can
 * be installed.
 *
 * @param entries most files, the manifest among them
 * @param manifestBytes most bytes of the manifest
 * @param bytes most bytes of all files together
 * @param ratio how many times as long as the archive all files together may be; {@code package}
 *     compresses nothing (models and jars are compressed already), so it stays below 1
 */
public record PackageLimits(int entries, int manifestBytes, long bytes, int ratio) {
  /** Room for a model of 25,000 tenants, and for 16 GiB. */
  public static final PackageLimits DEFAULT = new PackageLimits(100_000, 32 << 20, 16L << 30, 100);
}
