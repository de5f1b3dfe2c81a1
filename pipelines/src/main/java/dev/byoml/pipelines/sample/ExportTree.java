package dev.byoml.pipelines.sample;

import dev.byoml.model.sample.export.ExportBlob;
import dev.byoml.model.sample.organization.TenantIdentity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Names the blobs of a continuous data export.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export">Log
 *     Analytics workspace data export</a>
 */
final class ExportTree {
  /** Name of the container, or of the folder in its place. */
  static final String CONTAINER = "am-securityevent";

  private static final DateTimeFormatter SLOT =
      DateTimeFormatter.ofPattern("'y='yyyy'/m='MM'/d='dd'/h='HH'/m='mm").withZone(ZoneOffset.UTC);

  private ExportTree() {}

  /** Path of a blob inside the container, without a leading slash. */
  static String pathOf(TenantIdentity tenant, Instant slot, int part) {
    return "WorkspaceResourceId="
        + tenant.workspaceResourceId()
        + "/"
        + SLOT.format(slot)
        + "/PT0"
        + ExportBlob.MINUTES
        + "M"
        + (part == 0 ? "" : "_" + part)
        + ".json";
  }
}
