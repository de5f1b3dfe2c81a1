package dev.byoml.pipelines.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.template.RowFormat;
import dev.byoml.transforms.template.Templates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A first template for the rows of a sample, in YAML, for its user to look through and change. */
final class TemplateDraft {
  private static final JsonMapper JSON = new JsonMapper();

  /** Words that YAML takes for something else than text. */
  private static final Set<String> NO_TEXT =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan");

  private TemplateDraft() {}

  /** A copy of a built-in template. */
  static String copyOf(String builtIn, String sample) {
    return "# A copy of %s, which fits %s: change what you want otherwise.%n%s"
        .formatted(builtIn, shown(sample), Templates.source(builtIn));
  }

  /**
   * A template for security events of Windows with the number that most rows of a sample have.
   *
   * @return empty if the rows are not such events
   */
  static Optional<String> ofWindowsEvents(SampleSurvey survey, String sample) {
    return survey
        .firstGiven(SampleSurvey.EVENT_IDS)
        .flatMap(
            field ->
                survey.fields().get(field).counts().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey))
        .filter(event -> event.matches("\\d{1,5}"))
        .map(
            event ->
                """
                %s# Who did what event %s tells of, on which computer.
                description: Event %s, one resource for each computer
                format: json

                shapes: windows-event

                rows:
                  - value: EventID
                    in: [%s]
                    countAs: otherEvent
                    missingAs: otherShape

                tenant:
                  firstOf:
                    - TenantId
                    - literal: "0"

                time: TimeGenerated

                user: {field: Account, lowerCase: true}

                resource: {field: Computer, lowerCase: true}

                itemId: _ItemId

                noise:
                  - value: {part: user}
                    matches: '(?s).*\\$'
                    countAs: machineAccount
                  - value: WellKnownAccount
                    in: [anonymous, computer]
                    countAs: systemAccount

                entities:
                  actorName: SubjectUserName
                  actorDomain: SubjectDomainName
                  actorSid: SubjectUserSid
                  ipAddress: {field: IpAddress, absent: ['-']}
                """
                    .formatted(heading(survey, sample), event, event, event));
  }

  /**
   * A template for rows of any kind, whose fields are guessed by their names and values.
   *
   * @return nothing if no field can be the time, or too few the user and the resource
   */
  static Optional<String> guessed(SampleSurvey survey, String sample) {
    Map<String, FieldValues> fields = survey.fields();
    Optional<String> isoTime = survey.timeField();
    Optional<String> time =
        isoTime.or(
            () ->
                FieldNames.best(
                    FieldNames.TIME,
                    fields.keySet().stream()
                        .filter(field -> fields.get(field).timeFormat().isPresent())
                        .toList()));
    if (time.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = names(survey, time.get());
    Optional<String> itemId = FieldNames.called(FieldNames.IDENTITY, names);
    itemId.ifPresent(names::remove);
    Optional<String> tenant = FieldNames.called(FieldNames.TENANT, names);
    tenant.ifPresent(names::remove);
    Optional<String> user = FieldNames.best(FieldNames.USER, names);
    user.ifPresent(names::remove);
    Optional<String> resource = FieldNames.best(FieldNames.RESOURCE, names);
    if (resource.isEmpty()) {
      return Optional.empty();
    }

    StringBuilder yaml = new StringBuilder(heading(survey, sample));
    yaml.append("format: ").append(survey.format().name().toLowerCase(Locale.ROOT)).append('\n');
    if (survey.format() != RowFormat.JSON) {
      yaml.append("columns: ").append(list(List.copyOf(fields.keySet()))).append('\n');
    }
    List<String> opened = survey.opened();
    if (!opened.isEmpty()) {
      yaml.append("# Fields whose text is JSON.\nopen: ").append(list(opened)).append('\n');
    }
    if (isoTime.isEmpty()) {
      String format = fields.get(time.get()).timeFormat().orElseThrow();
      if (!format.startsWith("epoch")) {
        yaml.append(
            "# Times without a zone are taken for UTC; timeZone: Europe/Berlin says otherwise.\n");
      }
      yaml.append("timeFormats: [").append(quoted(format)).append("]\n");
    }
    table(survey).ifPresent(yaml::append);
    yaml.append('\n');
    tenant.ifPresent(
        field ->
            yaml.append("tenant: {firstOf: [")
                .append(name(field))
                .append(", {literal: \"0\"}]}\n"));
    yaml.append("time: ").append(name(time.get())).append('\n');
    yaml.append("# Who acts; the same person must always have the same name.\nuser: {field: ")
        .append(name(user.orElseThrow()))
        .append(", lowerCase: true}\n");
    yaml.append("# What is touched.\nresource: {field: ")
        .append(name(resource.get()))
        .append(", lowerCase: true}\n");
    itemId.ifPresent(
        field ->
            yaml.append("# Rows of the same identity count once.\nitemId: ")
                .append(name(field))
                .append('\n'));
    return Optional.of(yaml.toString());
  }

  /**
   * The fields that can name somebody or something: given in most rows, and not always the same.
   */
  private static List<String> names(SampleSurvey survey, String time) {
    Map<String, FieldValues> fields = survey.fields();
    List<String> names =
        fields.keySet().stream()
            .filter(field -> !field.equals(time) && !survey.opened().contains(field))
            .filter(field -> fields.get(field).areNames())
            .filter(field -> 2 * fields.get(field).given() > survey.rows())
            .collect(Collectors.toCollection(ArrayList::new));
    List<String> varied = names.stream().filter(f -> fields.get(f).counts().size() > 1).toList();
    return varied.size() < 2 ? names : new ArrayList<>(varied);
  }

  /** The condition that rows are of the one table of which those of the sample are. */
  private static Optional<String> table(SampleSurvey survey) {
    FieldValues types = survey.fields().get("Type");
    if (types == null || types.counts().size() != 1 || types.given() < survey.rows()) {
      return Optional.empty();
    }
    return Optional.of(
        "rows:\n  - value: Type\n    in: [%s]\n    orMissing: true\n    countAs: otherTable\n"
            .formatted(quoted(types.counts().keySet().iterator().next())));
  }

  private static String heading(SampleSurvey survey, String sample) {
    return String.format(
        Locale.ROOT,
        """
        # A first template for %s, guessed from %,d of its rows. Look through it, and try it on more:
        #   scripts/byoml template --check=THIS.yaml --sample=FILE
        """,
        shown(sample),
        survey.rows());
  }

  private static String list(List<String> names) {
    return names.stream().map(TemplateDraft::name).collect(Collectors.joining(", ", "[", "]"));
  }

  /** The name of a field as YAML writes it: as it is only where it can be nothing else. */
  private static String name(String text) {
    boolean isPlain =
        text.matches("[A-Za-z_][A-Za-z0-9_.]*") && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT));
    return isPlain ? text : quoted(text);
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a text can always be written", e);
    }
  }

  private static String shown(String text) {
    return RejectedLine.harmless(text);
  }
}
