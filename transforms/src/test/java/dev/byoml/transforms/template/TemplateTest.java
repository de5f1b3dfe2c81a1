package dev.byoml.transforms.template;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final String KEYS = "time: T\nuser: U\nresource: R\n";

  @Test
  void hasTheSameDefinitionHoweverItIsSpelt() {
    String spelt =
        """
        # Order, comments, the description and what is the default make no difference.
        description: who did what
        resource: {field: R, lowerCase: false}
        user:
          field: "U"
        tenant: {literal: 0}
        format: json
        time: {field: T}
        """;
    assertThat(
        Template.parse("a.yaml", spelt).definition(),
        is(Template.parse("b.yaml", KEYS).definition()));
  }

  @Test
  void hasAnotherDefinitionIfItMeansSomethingElse() {
    assertThat(
        Template.parse("a.yaml", KEYS).definition(),
        is(not(Template.parse("a.yaml", KEYS + "count: N\n").definition())));
  }

  @Test
  void looksAtTheFieldsItNamesOnceEach() {
    Template template =
        Template.parse(
            "own.yaml",
            KEYS
                + "rows: [{value: E, in: [1], countAs: other}]\n"
                + "noise: [{value: {concat: [U, X]}, in: [a], countAs: noise}]\n");
    assertThat(template.fields(), contains("E", "T", "U", "R", "X"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lowercase: x|line 4: the key lowercase is not known here; known are aliases, columns, count,"
            + " define, description, entities, format, header, itemId, noise, open, optionalColumns,"
            + " parameters, resource, rows, shapes, tenant, time, timeFormats, timeZone, user",
        "format: xml|line 4: format cannot be xml: it is one of json, tsv, csv",
        "rows: EventID|line 4: rows must be a list",
        "tenant: [A]|line 4: tenant must be the name of a field or a mapping",
        "tenant: {firstOf: A}|line 4: tenant.firstOf must be a list",
        "tenant: {firstOf: []}|line 4: firstOf is a list of at least one value, none empty",
        "tenant: {}|line 4: a value has exactly one of field, literal, firstOf, concat (and part,"
            + " in noise), not 0",
        "tenant: {field: A, literal: b}|line 4: a value has exactly one of field, literal,"
            + " firstOf, concat (and part, in noise), not 2",
        "tenant: {field: A, capture: '('}|line 4: capture is not a regular expression: Unclosed group"
            + " in (",
        "tenant: {field: A, lowerCase: maybe}|line 4: tenant.lowerCase must be true or false",
        "tenant: {part: user}|part is known in noise only",
        "time: T|line 4: Duplicate field 'time'",
        "rows: [{value: E, countAs: x}]|line 4: the condition x has exactly one of in, matches",
        "rows: [{value: E, in: [1], countAs: a b}]|line 4: a condition has countAs: the name it"
            + " is counted under, of letters and digits",
        "rows: [{in: [1], countAs: x}]|line 4: the condition x has no value",
        "columns: [T, U, R]|columns, optionalColumns and header go with format tsv or csv, not"
            + " json",
        "format: tsv|the key columns is missing; tsv and csv need it",
        "tenant: *name|line 4: an alias (*name) cannot be used",
        "tenant: 'A|line 5: found unexpected end of stream",
      })
  void saysInOneLineWhereItIsWrongAndWhatIsExpected(String line, String message) {
    String text = KEYS.replace("T\n", "&name T\n") + line + "\n";
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Template.parse("own.yaml", line.contains("*") ? text : KEYS + line + "\n"));
    assertThat(e.getMessage(), is("template own.yaml: " + message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[T, U]|no column is called R",
        "[T, U, R, U]|two columns are called U",
      })
  void saysWhatIsWrongWithItsColumns(String columns, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Template.parse("own.yaml", "format: tsv\ncolumns: " + columns + "\n" + KEYS));
    assertThat(e.getMessage(), is("template own.yaml: " + message));
  }

  @ParameterizedTest
  @CsvSource({"''", "'# only a comment'", "text", "'[a, b]'"})
  void rejectsWhatIsNoMapping(String text) {
    assertThrows(IllegalArgumentException.class, () -> Template.parse("own.yaml", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void refusesATextThatIsNestedTooDeep(String opening) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Template.parse("own", opening.repeat(20_000)));
    assertThat(e.getMessage(), containsString("nested too deep"));
    assertThat(e.getMessage().length(), lessThan(500));
  }

  @Test
  void refusesATextOfTooManyParts() {
    String text = "description: [" + "a,".repeat(100_000) + "a]";
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Template.parse("own", text));
    assertThat(e.getMessage(), containsString("too many parts"));
  }
}
