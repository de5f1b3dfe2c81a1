package dev.byoml.transforms.benchmark;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Rows of SecurityEvent as Log Analytics exports them: event 5140 of some 690 bytes, and others of
 * 1.0 to 2.0 kB with the columns, their order and the lengths of real ones.
 */
final class EventRows {
  private static final String TENANT = "8bc9d7b4-d1d0-4514-94e8-304cc53c869e";
  private static final Instant DAY = Instant.parse("2026-03-31T00:00:00Z");
  private static final String[] PROGRAMS = {
    "C:\\\\Windows\\\\System32\\\\svchost.exe",
    "C:\\\\Program Files\\\\Microsoft Office\\\\root\\\\Office16\\\\EXCEL.EXE",
    "C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0\\\\powershell.exe",
    "C:\\\\Program Files (x86)\\\\Google\\\\Chrome\\\\Application\\\\chrome.exe",
    "C:\\\\Windows\\\\System32\\\\conhost.exe"
  };
  private static final String[] FOLDERS = {
    "Finance\\\\2026\\\\Quarter 1", "Human Resources\\\\Contracts", "Projects\\\\Atlas\\\\Plans", ""
  };

  private final SplittableRandom random;

  EventRows(SplittableRandom random) {
    this.random = random;
  }

  /** A row of event 5140 with its line end. */
  String shareAccess(int user, String share, long millis) {
    return ("{\"TenantId\":\"%s\",\"TimeGenerated\":\"%s\","
            + "\"SourceSystem\":\"OpsManager\",\"Account\":\"CONTOSO\\\\user%d\","
            + "\"AccountType\":\"User\",\"Computer\":\"fs%02d.contoso.example\","
            + "\"EventSourceName\":\"Microsoft-Windows-Security-Auditing\","
            + "\"Channel\":\"Security\",\"Task\":12808,\"Level\":\"0\",\"EventID\":5140,"
            + "\"Activity\":\"5140 - A network share object was accessed.\","
            + "\"SubjectUserSid\":\"S-1-5-21-2155907410-1105061315-3343766266-%d\","
            + "\"SubjectUserName\":\"user%d\",\"SubjectDomainName\":\"CONTOSO\","
            + "\"ObjectType\":\"File\",\"IpAddress\":\"10.16.%d.6\",\"IpPort\":\"52492\","
            + "\"ShareName\":\"\\\\\\\\*\\\\%s\",\"AccessMask\":\"0x1\","
            + "\"Type\":\"SecurityEvent\",\"_ItemId\":\"%s\"}\n")
        .formatted(
            TENANT,
            DAY.plusMillis(millis),
            user,
            share.hashCode() & 31,
            1000 + user,
            user,
            user % 250,
            share,
            uuid());
  }

  /** A row of an event that is no access to a share, with its line end. */
  String other(int user, long millis) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> logon(user, millis);
      case 3, 4, 5, 6 -> process(user, millis);
      case 7 -> logoff(user, millis);
      default -> fileCheck(user, millis);
    };
  }

  private String logon(int user, long millis) {
    return row(4624, 12544, "4624 - An account was successfully logged on.", user, millis)
        + ("\"AuthenticationPackageName\":\"Kerberos\",\"ElevatedToken\":\"%%%%1842\","
                + "\"ImpersonationLevel\":\"%%%%1833\",\"IpAddress\":\"10.16.%d.%d\",\"IpPort\":\"%d\","
                + "\"KeyLength\":0,\"LmPackageName\":\"-\",\"LogonGuid\":\"%s\","
                + "\"LogonProcessName\":\"Kerberos\",\"LogonType\":3,"
                + "\"LogonTypeName\":\"3 - Network\",\"Process\":\"-\",\"ProcessId\":\"0x0\","
                + "\"ProcessName\":\"-\",\"RestrictedAdminMode\":\"-\",\"SubjectAccount\":\"-\\\\-\","
                + "\"SubjectDomainName\":\"-\",\"SubjectLogonId\":\"0x0\",\"SubjectUserName\":\"-\","
                + "\"SubjectUserSid\":\"S-1-0-0\",\"TargetAccount\":\"CONTOSO\\\\user%d\","
                + "\"TargetDomainName\":\"CONTOSO\",\"TargetLinkedLogonId\":\"0x0\","
                + "\"TargetLogonId\":\"0x%x\",\"TargetOutboundDomainName\":\"-\","
                + "\"TargetOutboundUserName\":\"-\",\"TargetUserName\":\"user%d\","
                + "\"TargetUserSid\":\"S-1-5-21-2155907410-1105061315-3343766266-%d\","
                + "\"TransmittedServices\":\"-\",\"VirtualAccount\":\"%%%%1843\","
                + "\"WorkstationName\":\"-\",")
            .formatted(
                random.nextInt(250),
                random.nextInt(250),
                40_000 + random.nextInt(20_000),
                uuid(),
                user,
                random.nextInt(),
                user,
                1000 + user)
        + end();
  }

  private String process(int user, long millis) {
    String program = PROGRAMS[random.nextInt(PROGRAMS.length)];
    return row(4688, 13312, "4688 - A new process has been created.", user, millis)
        + ("\"CommandLine\":\"\\\"%s\\\" --type=renderer --lang=de%s /prefetch:%d\","
                + "\"MandatoryLabel\":\"S-1-16-8192\",\"NewProcessId\":\"0x%x\","
                + "\"NewProcessName\":\"%s\",\"ParentProcessName\":\"C:\\\\Windows\\\\explorer.exe\","
                + "\"Process\":\"%s\",\"ProcessId\":\"0x%x\","
                + "\"SubjectAccount\":\"CONTOSO\\\\user%d\",\"SubjectDomainName\":\"CONTOSO\","
                + "\"SubjectLogonId\":\"0x%x\",\"SubjectUserName\":\"user%d\","
                + "\"SubjectUserSid\":\"S-1-5-21-2155907410-1105061315-3343766266-%d\","
                + "\"TargetAccount\":\"-\\\\-\",\"TargetDomainName\":\"-\","
                + "\"TargetLogonId\":\"0x0\",\"TargetUserName\":\"-\","
                + "\"TargetUserSid\":\"S-1-0-0\",\"TokenElevationType\":\"%%%%1938\",")
            .formatted(
                program,
                " --field-trial-handle=1".repeat(random.nextInt(20)),
                random.nextInt(9),
                random.nextInt(65_536),
                program,
                program.substring(program.lastIndexOf('\\') + 1),
                random.nextInt(65_536),
                user,
                random.nextInt(),
                user,
                1000 + user)
        + end();
  }

  private String logoff(int user, long millis) {
    return row(4634, 12545, "4634 - An account was logged off.", user, millis)
        + ("\"LogonType\":3,\"LogonTypeName\":\"3 - Network\","
                + "\"TargetAccount\":\"CONTOSO\\\\user%d\",\"TargetDomainName\":\"CONTOSO\","
                + "\"TargetLogonId\":\"0x%x\",\"TargetUserName\":\"user%d\","
                + "\"TargetUserSid\":\"S-1-5-21-2155907410-1105061315-3343766266-%d\",")
            .formatted(user, random.nextInt(), user, 1000 + user)
        + end();
  }

  private String fileCheck(int user, long millis) {
    return row(
            5145,
            12811,
            "5145 - A network share object was checked to see whether client can be granted desired"
                + " access.",
            user,
            millis)
        + ("\"AccessList\":\"%%%%1538\\r\\n\\t\\t\\t\\t%%%%1541\\r\\n\\t\\t\\t\\t%%%%4416\",\"AccessMask\":\"0x120089\","
                + "\"AccessReason\":\"%%%%1538:\\t%%%%1801\\tD:(A;;0x1200a9;;;WD)\",\"IpAddress\":\"10.16.%d.6\","
                + "\"IpPort\":\"%d\",\"ObjectType\":\"File\","
                + "\"RelativeTargetName\":\"%s\\\\report %d.xlsx\","
                + "\"ShareLocalPath\":\"\\\\??\\\\D:\\\\shares\\\\data\","
                + "\"ShareName\":\"\\\\\\\\*\\\\share%d\",\"SubjectAccount\":\"CONTOSO\\\\user%d\","
                + "\"SubjectDomainName\":\"CONTOSO\",\"SubjectLogonId\":\"0x%x\","
                + "\"SubjectUserName\":\"user%d\","
                + "\"SubjectUserSid\":\"S-1-5-21-2155907410-1105061315-3343766266-%d\",")
            .formatted(
                user % 250,
                40_000 + random.nextInt(20_000),
                FOLDERS[random.nextInt(FOLDERS.length)],
                random.nextInt(1_000),
                random.nextInt(2_000),
                user,
                random.nextInt(),
                user,
                1000 + user)
        + end();
  }

  /** The columns with which every row begins. */
  private String row(int event, int task, String activity, int user, long millis) {
    return ("{\"TenantId\":\"%s\",\"TimeGenerated\":\"%s\",\"SourceSystem\":\"OpsManager\","
            + "\"Account\":\"CONTOSO\\\\user%d\",\"AccountType\":\"User\","
            + "\"Computer\":\"ws%04d.contoso.example\","
            + "\"EventSourceName\":\"Microsoft-Windows-Security-Auditing\",\"Channel\":\"Security\","
            + "\"Task\":%d,\"Level\":\"8\",\"EventLevelName\":\"LogAlways\",\"EventID\":%d,"
            + "\"Activity\":\"%s\",")
        .formatted(
            TENANT, DAY.plusMillis(millis), user, random.nextInt(5_000), task, event, activity);
  }

  /** The columns with which every row ends. */
  private String end() {
    return ("\"Correlation\":\"%s\",\"EventRecordId\":\"%d\",\"Keywords\":\"0x8020000000000000\","
            + "\"Opcode\":\"0\",\"SystemProcessId\":%d,\"SystemThreadId\":%d,\"SystemUserId\":\"N/A\","
            + "\"Version\":2,\"TimeCollected\":\"%s\","
            + "\"ManagementGroupName\":\"AOI-8bc9d7b4-d1d0-4514-94e8-304cc53c869e\","
            + "\"SourceComputerId\":\"%s\",\"EventOriginId\":\"%s\",\"MG\":\"00000000-0000-0000-0000-000000000001\","
            + "\"_ResourceId\":\"/subscriptions/0c1f2d3e-4a5b-6c7d-8e9f-a0b1c2d3e4f5/resourcegroups/"
            + "production-windows/providers/microsoft.compute/virtualmachines/ws%04d\","
            + "\"Type\":\"SecurityEvent\",\"_ItemId\":\"%s\"}\n")
        .formatted(
            uuid(),
            random.nextInt(100_000_000),
            random.nextInt(9_000),
            random.nextInt(9_000),
            DAY.plusMillis(random.nextInt(86_400_000)),
            uuid(),
            uuid(),
            random.nextInt(5_000),
            uuid());
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
