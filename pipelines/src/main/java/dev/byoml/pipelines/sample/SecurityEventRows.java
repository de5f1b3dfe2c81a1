package dev.byoml.pipelines.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.byoml.model.sample.activity.EventKind;
import dev.byoml.model.sample.export.ExportBlob;
import dev.byoml.model.sample.export.ExportedRow;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.sample.organization.Account;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Writes rows of the table {@code SecurityEvent} as JSON lines.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent">the
 *     columns of SecurityEvent</a>
 */
final class SecurityEventRows {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("\n").build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String NOBODY = "S-1-0-0";

  private SecurityEventRows() {}

  /** The bytes of a blob: one JSON object a line, a half-written last line without its end. */
  static byte[] encode(ExportBlob blob) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 * blob.rows().size());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      for (ExportedRow row : blob.rows()) {
        if (row.delivery() == ExportedRow.Delivery.HALF_WRITTEN) {
          json.flush();
          int complete = bytes.size();
          write(row, json);
          json.flush();
          return Arrays.copyOf(bytes.toByteArray(), (complete + bytes.size()) / 2);
        }
        write(row, json);
      }
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private static void write(ExportedRow row, JsonGenerator json) throws IOException {
    SampleEvent event = row.event();
    EventKind kind = event.kind();
    json.writeStartObject();
    json.writeStringField("TenantId", event.tenantId());
    json.writeStringField("TimeGenerated", TIME.format(event.time()));
    json.writeStringField("SourceSystem", "OpsManager");
    if (row.hasAccount()) {
      json.writeStringField("Account", event.domain() + "\\" + event.name());
    }
    json.writeStringField("AccountType", accountType(event.account()));
    json.writeStringField("Computer", event.computer());
    json.writeStringField("EventSourceName", "Microsoft-Windows-Security-Auditing");
    json.writeStringField("Channel", "Security");
    json.writeNumberField("Task", kind.task());
    json.writeStringField("Level", kind == EventKind.LOGON ? "8" : "0");
    if (row.textEventId()) {
      json.writeStringField("EventID", Integer.toString(kind.id()));
    } else {
      json.writeNumberField("EventID", kind.id());
    }
    json.writeStringField("Activity", kind.activity());
    switch (kind) {
      case SHARE_ACCESS, FILE_CHECK -> writeShare(event, json);
      case LOGON -> writeLogon(event, json);
      case PROCESS -> writeProcess(event, json);
    }
    json.writeStringField("Type", "SecurityEvent");
    json.writeStringField("_ItemId", event.itemId().toString());
    json.writeEndObject();
  }

  private static void writeShare(SampleEvent event, JsonGenerator json) throws IOException {
    writeSubject(event, json);
    json.writeStringField("ObjectType", "File");
    writeAddress(event, json);
    json.writeStringField("ShareName", event.share().shareName());
    if (!event.share().localPath().isEmpty()) {
      json.writeStringField("ShareLocalPath", event.share().localPath());
    }
    if (!event.detail().isEmpty()) {
      json.writeStringField("RelativeTargetName", event.detail());
    }
    json.writeStringField("AccessMask", "0x1");
  }

  private static void writeLogon(SampleEvent event, JsonGenerator json) throws IOException {
    json.writeStringField("SubjectUserSid", NOBODY);
    json.writeStringField("SubjectUserName", "-");
    json.writeStringField("SubjectDomainName", "-");
    json.writeStringField("TargetUserSid", event.account().sid());
    json.writeStringField("TargetUserName", event.name());
    json.writeStringField("TargetDomainName", event.domain());
    json.writeStringField("LogonType", "3");
    writeAddress(event, json);
  }

  private static void writeProcess(SampleEvent event, JsonGenerator json) throws IOException {
    writeSubject(event, json);
    json.writeStringField("NewProcessName", event.detail());
    json.writeStringField("ParentProcessName", "C:\\Windows\\System32\\services.exe");
  }

  private static void writeSubject(SampleEvent event, JsonGenerator json) throws IOException {
    json.writeStringField("SubjectUserSid", event.account().sid());
    json.writeStringField("SubjectUserName", event.name());
    json.writeStringField("SubjectDomainName", event.domain());
    json.writeStringField("SubjectLogonId", "0x" + Long.toHexString(event.logonId()));
  }

  private static void writeAddress(SampleEvent event, JsonGenerator json) throws IOException {
    json.writeStringField("IpAddress", event.ipAddress());
    json.writeStringField("IpPort", Integer.toString(event.port()));
  }

  private static String accountType(Account account) {
    return account.kind() == Account.Kind.COMPUTER ? "Machine" : "User";
  }
}
