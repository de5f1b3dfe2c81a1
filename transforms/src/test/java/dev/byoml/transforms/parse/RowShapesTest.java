package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the built-in templates make of the shapes in which other senders write the same rows. */
class RowShapesTest {
  private static final String ANA_AT_HR =
      "2026-03-02T08:00:00Z contoso\\ana -> \\\\fs1.contoso.example\\hr";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // SecurityEvent whose columns are empty
        "{'Type':'SecurityEvent','TimeGenerated':'2026-03-02T08:00:00Z','EventID':5140,"
            + "'Computer':'FS1.contoso.example','Account':'','ShareName':'','EventData':'<EventData"
            + " xmlns=`http://schemas.microsoft.com/win/2004/08/events/event`>\\r\\n <Data"
            + " Name=`SubjectUserName`>Ana</Data><Data Name=`SubjectDomainName`>CONTOSO</Data>"
            + "<Data Name=`ShareName`>\\\\\\\\*\\\\HR</Data></EventData>'}",
        // WindowsEvent
        "{'Type':'WindowsEvent','TimeGenerated':'2026-03-02T08:00:00Z','EventID':5140,"
            + "'Channel':'Security','Computer':'fs1.contoso.example','EventData':{"
            + "'SubjectUserName':'ana','SubjectDomainName':'CONTOSO','ShareName':'\\\\\\\\*\\\\hr'}}",
        // the same as text, from which the end is cut off
        "{'Type':'WindowsEvent','TimeGenerated':'2026-03-02T08:00:00Z','EventID':5140,"
            + "'Computer':'fs1.contoso.example','EventData':'{`SubjectUserName`:`ana`,"
            + "`SubjectDomainName`:`CONTOSO`,`ShareName`:`\\\\\\\\\\\\\\\\*\\\\\\\\\\\\\\\\hr`,`IpA'}",
        // Winlogbeat
        "{'@timestamp':'2026-03-02T08:00:00.000Z','winlog':{'event_id':5140,'channel':'Security',"
            + "'computer_name':'fs1.contoso.example','event_data':{'SubjectUserName':'ana',"
            + "'SubjectDomainName':'CONTOSO','ShareName':'\\\\\\\\*\\\\hr'}}}",
        // Winlogbeat with flat names
        "{'@timestamp':'2026-03-02T08:00:00.000Z','winlog.event_id':'5140',"
            + "'winlog.computer_name':'fs1.contoso.example','winlog.event_data.SubjectUserName':"
            + "'ana','winlog.event_data.SubjectDomainName':'CONTOSO',"
            + "'winlog.event_data.ShareName':'\\\\\\\\*\\\\hr'}",
        // NXLog
        "{'EventTime':'2026-03-02T09:00:00+01:00','Hostname':'fs1.contoso.example','EventID':5140,"
            + "'EventType':'AUDIT_SUCCESS','Channel':'Security','SubjectUserName':'ana',"
            + "'SubjectDomainName':'CONTOSO','ShareName':'\\\\\\\\*\\\\hr'}",
      })
  void readsAnAccessToAShareInTheShapesOfItsSenders(String row) {
    assertThat(outcome("file-share-access", row), is(ANA_AT_HR));
  }

  @Test
  void readsAProcessThatWinlogbeatReports() {
    assertThat(
        outcome(
            "process-on-host",
            "{'@timestamp':'2026-03-02T08:00:00Z','winlog':{'event_id':'4688','computer_name':"
                + "'pc1','event_data':{'SubjectUserSid':'S-1-5-21-1-2-3-4','SubjectUserName':'ana',"
                + "'SubjectDomainName':'CONTOSO','NewProcessName':'C:\\\\\\\\A\\\\\\\\Tool.exe'}}}"),
        is("2026-03-02T08:00:00Z contoso\\ana -> tool.exe"));
  }

  @ParameterizedTest
  @CsvSource({
    "S-1-5-18, NT-AUTORITÄT\\\\\\\\SYSTEM",
    "S-1-5-18, WHATEVER\\\\\\\\DAS SYSTEM",
    "S-1-5-90-0-2, Fenster-Manager\\\\\\\\DWM-2",
    "'', AUTORITE NT\\\\\\\\Système",
    "-, NT AUTHORITY\\\\\\\\СИСТЕМА",
    "'', CONTOSO\\\\\\\\PC1$",
    "'', -\\\\\\\\-",
    "'', \\\\\\\\",
    "'', ' '",
  })
  void countsForTheComputerWhatWindowsStartsForItself(String sid, String account) {
    String row =
        "{'EventID':4688,'TimeGenerated':'2026-03-02T08:00:00Z','Computer':'PC1.contoso.example',"
            + "'NewProcessName':'a.exe','SubjectUserSid':'%s','Account':'%s'}";
    assertThat(
        outcome("process-on-host", row.formatted(sid, account)),
        is("2026-03-02T08:00:00Z pc1.contoso.example -> a.exe"));
  }

  @ParameterizedTest
  @CsvSource({
    "S-1-5-18, NT-AUTORITÄT\\\\\\\\SYSTEM, systemAccount",
    "'', NT AUTHORITY\\\\\\\\SYSTEM, systemAccount",
    "S-1-5-7, NT-AUTORITÄT\\\\\\\\ANONYMOUS-ANMELDUNG, anonymousLogon",
    "'', NT AUTHORITY\\\\\\\\АНОНИМНЫЙ ВХОД, anonymousLogon",
    "S-1-5-18, 'CONTOSO\\\\\\\\FS1$', machineAccount",
    "S-1-5-21-1-2-3-4, 'CONTOSO\\\\\\\\A\\\\nB$', machineAccount",
    "S-1-0-0, -\\\\\\\\-, nullAccount",
    "'', \\\\\\\\, nullAccount",
  })
  void leavesOutOfSharesWhatNoPersonDoes(String sid, String account, String reason) {
    for (String template : new String[] {"file-share-access", "detailed-file-share"}) {
      String row =
          "{'EventID':%d,'TimeGenerated':'2026-03-02T08:00:00Z','Computer':'fs1',"
              + "'ShareName':'hr','SubjectUserSid':'%s','Account':'%s'}";
      int event = template.equals("file-share-access") ? 5140 : 5145;
      assertThat(outcome(template, row.formatted(event, sid, account)), is("filtered " + reason));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file-share-access-classic;{'EventID':5140,'TimeGenerated':'2026-03-02','Account':'-\\\\\\\\-',"
            + "'ShareName':'hr'}",
        "daily-counts;2026-03-02\t-\tfinance\tread\t1",
        "sign-in-application;{'TimeGenerated':'2026-03-02','ResultType':'0','UserPrincipalName':'-',"
            + "'AppDisplayName':'Mail'}",
      })
  void takesNobodyForAUserByNoTemplate(String templateAndRow) {
    String[] parts = templateAndRow.split(";", 2);
    assertThat(outcome(parts[0], parts[1]), is("filtered nullAccount"));
  }

  @Test
  void leavesOutEventsOfTheSameNumberInAnotherChannel() {
    assertThat(
        outcome("file-share-access", "{'Type':'WindowsEvent','Channel':'System','EventID':5140}"),
        is("filtered otherEvent"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // diagnostic settings
        "{'time':'2026-03-02T08:00:00.1Z','category':'SignInLogs','tenantId':'t1','resultType':'0',"
            + "'properties':{'userPrincipalName':'Ana@contoso.example','appDisplayName':'Payroll',"
            + "'ipAddress':'192.0.2.7','status':{'errorCode':0}}}"
            + "|2026-03-02T08:00:00.100Z ana@contoso.example -> Payroll",
        "{'time':'2026-03-02T08:00:00Z','category':'SignInLogs','tenantId':'t1',"
            + "'properties':{'userPrincipalName':'ana@contoso.example','appDisplayName':'Payroll',"
            + "'status':{'errorCode':50126}}}|filtered failedSignIn",
        "{'time':'2026-03-02T08:00:00Z','category':'AuditLogs','resultType':'0'}"
            + "|filtered otherTable",
        "{'TimeGenerated':'2026-03-02T08:00:00Z','Type':'AADServicePrincipalSignInLogs',"
            + "'ResultType':'0','ServicePrincipalName':'Robot','AppId':'1','ResourceDisplayName':"
            + "'Microsoft Graph'}|2026-03-02T08:00:00Z robot -> Microsoft Graph",
        "{'TimeGenerated':'2026-03-02T08:00:00Z','Type':'AADManagedIdentitySignInLogs',"
            + "'ResultType':'0','ServicePrincipalId':'S1','ResourceDisplayName':'Azure Key Vault'}"
            + "|2026-03-02T08:00:00Z s1 -> Azure Key Vault",
        "{'TimeGenerated':'2026-03-02T08:00:00Z','UserPrincipalName':'ana@contoso.example',"
            + "'AppDisplayName':'Payroll'}|filtered otherShape",
      })
  void readsASignInInTheShapesOfItsSenders(String row, String outcome) {
    assertThat(outcome("sign-in-application", row), is(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'CreationTime':'2026-03-02T08:00:00','Id':'1','Operation':'FileAccessed',"
            + "'Workload':'SharePoint','UserId':'Ana@contoso.example','OrganizationId':'t1',"
            + "'SiteUrl':'https://contoso.sharepoint.example/sites/hr/'}"
            + "|2026-03-02T08:00:00Z ana@contoso.example ->"
            + " https://contoso.sharepoint.example/sites/hr",
        "{'CreationDate':'2026-03-02T08:00:00Z','UserIds':'ana@contoso.example','Operations':"
            + "'FileAccessed','AuditData':'{`Workload`:`OneDrive`,`SiteUrl`:`https://a/b`}'}"
            + "|2026-03-02T08:00:00Z ana@contoso.example -> https://a/b",
        "{'CreationTime':'2026-03-02T08:00:00','Operation':'MailItemsAccessed',"
            + "'Workload':'Exchange'}|filtered otherWorkload",
        "{'TimeGenerated':'2026-03-02T08:00:00','Operation':'FileAccessed'}|filtered otherShape",
      })
  void readsAnAccessToAFileInTheShapesOfItsSenders(String row, String outcome) {
    assertThat(outcome("office-file", row), is(outcome));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'Category':'Administrative','ActivityStatus':'Started'|filtered unfinishedOperation",
        "'Category':'Policy','ActivityStatus':'Succeeded'|filtered otherCategory",
        "'Category':'Administrative'|filtered otherShape",
        "'ActivityStatus':'Succeeded'|filtered otherShape",
        "'Category':'Administrative','ActivityStatus':'Succeeded'|2026-03-02T08:00:00Z a -> s/g",
        "'CategoryValue':'Administrative','ActivityStatusValue':'Success'"
            + "|2026-03-02T08:00:00Z a -> s/g",
      })
  void readsAnOperationInAzureByItsColumnsOfTodayAndBefore(String columns, String outcome) {
    String row =
        "{'TimeGenerated':'2026-03-02T08:00:00Z','Caller':'a','SubscriptionId':'S',"
            + "'ResourceGroup':'G',%s}";
    assertThat(outcome("azure-resource", row.formatted(columns)), is(outcome));
  }

  @Test
  void readsAnOperationInAzureThatDiagnosticSettingsReport() {
    assertThat(
        outcome(
            "azure-resource",
            "{'time':'2026-03-02T08:00:00Z','resourceId':'/SUBSCRIPTIONS/S1/RESOURCEGROUPS/RG-WEB"
                + "/PROVIDERS/X','category':'Administrative','resultType':'Success','identity':"
                + "{'claims':{'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn':"
                + "'ana@contoso.example'}}}"),
        is("2026-03-02T08:00:00Z ana@contoso.example -> s1/rg-web"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'T':'2026-03-02','U':'u','a.b.c':'flat','a':{'b':{'c':'nested'}}}",
        "{'T':'2026-03-02','U':'u','a':{'b':{'c':'nested'}},'a.b.c':'flat'}",
        "{'T':'2026-03-02','U':'u','a':{'b':{'c':'nested'},'b.c':'flat'}}",
        "{'T':'2026-03-02','U':'u','a':{'b':{'c':'first','c':'flat'}}}",
      })
  void takesTheFlatNameBeforeTheNestedOne(String row) {
    Template template = Template.parse("own", "{time: T, user: U, resource: a.b.c}");
    assertThat(outcome(template, row), is("2026-03-02T00:00:00Z u -> flat"));
  }

  @Test
  void readsNoEntityOfAnotherFileFromTheXmlOfAnEvent() {
    Template template = Template.parse("own", "{time: T, user: U, resource: X.R, open: [X]}");
    assertThat(
        outcome(
            template,
            "{'T':'2026-03-02','U':'u','X':'<!DOCTYPE a [<!ENTITY e SYSTEM `file:///etc/hostname`>]>"
                + "<EventData><Data Name=`R`>&e;</Data></EventData>'}"),
        startsWith("rejected"));
  }

  @Test
  void readsTheElementsAroundTheDataOfAnEvent() {
    Template template =
        Template.parse(
            "own",
            "{open: [X], time: X.System.TimeCreated.SystemTime, user: X.System.Computer, resource:"
                + " X.R}");
    assertThat(
        outcome(
            template,
            "{'X':'<Event><System><TimeCreated SystemTime=`2026-03-02T08:00:00Z`/>"
                + "<Computer>pc1</Computer></System><EventData><Data Name=`R`>a &amp; b</Data>"
                + "</EventData></Event>'}"),
        is("2026-03-02T08:00:00Z pc1 -> a & b"));
  }

  @Test
  void readsATimeInTheFormThatTheTemplateNames() {
    Template template =
        Template.parse(
            "own",
            "{time: T, user: U, resource: R, timeZone: Europe/Berlin, timeFormats: ['M/d/yyyy,"
                + " h:mm:ss a', epochSeconds]}");
    assertThat(
        outcome(template, "{'T':'3/2/2026, 8:00:01 AM','U':'u','R':'r'}"),
        is("2026-03-02T07:00:01Z u -> r"));
    assertThat(
        outcome(template, "{'T':1772438400,'U':'u','R':'r'}"), is("2026-03-02T08:00:00Z u -> r"));
  }

  @Test
  void saysHowATimeInAnotherFormCanBeRead() {
    assertThat(
        outcome("file-share-access", "{'EventID':5140,'TimeGenerated':'3/2/2026, 8:00:01 AM'}"),
        is(
            "rejected InvalidTime 3/2/2026, 8:00:01 AM is no time in ISO-8601; a template names"
                + " other forms by timeFormats and timeZone"));
  }

  private static String outcome(String template, String row) {
    return outcome(Templates.load(template), row);
  }

  private static String outcome(Template template, String row) {
    String json = row.replace("`", "\\\"").replace('\'', '"').replace("\\\\\\\\", "\\\\");
    ParsedLine line =
        new LineParser(template, TimeRange.ALL)
            .parse(SourceLine.of("rows", 10, json.getBytes(StandardCharsets.UTF_8)));
    if (line instanceof ParsedLine.Used used) {
      return used.event().time()
          + " "
          + used.event().key().user()
          + " -> "
          + used.event().key().resource();
    }
    return line instanceof ParsedLine.Filtered filtered
        ? "filtered " + filtered.reason()
        : "rejected "
            + ((ParsedLine.Rejected) line).line().reason().label()
            + " "
            + ((ParsedLine.Rejected) line).line().detail();
  }
}
