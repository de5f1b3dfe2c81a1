package dev.byoml.pipelines.template;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells by their names which fields are likely to be what. */
final class FieldNames {
  /** Words in the names of times, the likeliest first. */
  static final List<String> TIME =
      List.of(
          "timegenerated",
          "timestamp",
          "eventtime",
          "datetime",
          "creationtime",
          "time",
          "when",
          "date",
          "day",
          "at");

  /** Words in the names of who acts. */
  static final List<String> USER =
      List.of(
          "userprincipalname",
          "account",
          "accountname",
          "username",
          "userid",
          "user",
          "actor",
          "caller",
          "subjectusername",
          "principal",
          "identity",
          "upn",
          "login",
          "email",
          "holder",
          "person",
          "employee",
          "member",
          "owner",
          "subject",
          "who",
          "client",
          "source",
          "from");

  /** Words in the names of what is touched. */
  static final List<String> RESOURCE =
      List.of(
          "resource",
          "sharename",
          "share",
          "object",
          "target",
          "repository",
          "repo",
          "database",
          "bucket",
          "application",
          "appdisplayname",
          "app",
          "site",
          "door",
          "path",
          "file",
          "url",
          "project",
          "table",
          "computer",
          "device",
          "host",
          "server",
          "service",
          "destination",
          "what",
          "name");

  /** Names of fields that say whose rows they are. */
  static final List<String> TENANT = List.of("tenantid", "tenant", "organizationid");

  /** Names of fields that identify rows. */
  static final List<String> IDENTITY = List.of("itemid", "uuid", "guid");

  private FieldNames() {}

  /** The likeliest of some fields; the first where no name says anything. */
  static Optional<String> best(List<String> words, List<String> fields) {
    return fields.stream().min(Comparator.comparingInt(field -> rank(words, field)));
  }

  /** The field that is called as one of the words. */
  static Optional<String> called(List<String> words, List<String> fields) {
    return words.stream()
        .flatMap(word -> fields.stream().filter(field -> lastPart(field).equals(word)))
        .findFirst();
  }

  private static int rank(List<String> words, String field) {
    String name = lastPart(field);
    int exact = words.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    for (int word = 0; word < words.size(); word++) {
      if (name.contains(words.get(word))) {
        return words.size() + word;
      }
    }
    return 2 * words.size();
  }

  private static String lastPart(String field) {
    return field
        .substring(field.lastIndexOf('.') + 1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }
}
