package dev.byoml.transforms.template;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors check templates against says what the reader of templates does. */
class TemplateSchemaTest {
  static final List<String> BUILT_IN = Templates.BUILT_IN;

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Templates.schema());

  @ParameterizedTest
  @FieldSource("BUILT_IN")
  void acceptsABuiltInTemplate(String name) throws IOException {
    try (var in = Templates.class.getResourceAsStream(name + ".yaml")) {
      assertThat(errors(new String(in.readAllBytes())), is(empty()));
    }
  }

  @Test
  void acceptsTheExampleOfATemplateOfTheUsersOwn() throws IOException {
    assertThat(
        errors(Files.readString(Path.of("../sample-data/templates/badge-door.yaml"))), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{time: T, user: U}",
        "{time: T, user: U, resource: R, ressource: R}",
        "{time: T, user: U, resource: {}}",
        "{time: T, user: U, resource: {field: R, literal: x}}",
        "{time: T, user: U, resource: R, format: xml}",
        "{time: T, user: U, resource: R, rows: [{value: A, in: [1]}]}",
        "{time: T, user: U, resource: R, rows: [{value: A, countAs: x, in: [1], matches: y}]}",
        "{time: T, user: U, resource: R, entities: {name: N}}",
        "{time: T, user: U, resource: R, parameters: {ranks: 10}}",
      })
  void refusesWhatTheReaderRefuses(String template) throws IOException {
    assertThat(errors(template), is(not(empty())));
    assertThrows(IllegalArgumentException.class, () -> Template.parse("own", template));
  }

  @Test
  void knowsTheKeysThatTheReaderKnows() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(Templates.schema());
    assertThat(keys(schema.at("/properties")), is(components(TemplateDefinition.class)));
    assertThat(
        keys(schema.at("/properties/entities/properties")),
        is(components(EntityValues.Expressions.class)));
    assertThat(
        keys(schema.at("/properties/parameters/properties")),
        is(components(TemplateParameters.class)));
    assertThat(
        keys(schema.at("/definitions/value/oneOf/1/properties")), is(components(Expression.class)));
    assertThat(
        keys(schema.at("/definitions/condition/properties")), is(components(Condition.class)));
    assertThat(keys(schema.at("/properties")), hasItem("noise"));
  }

  private static List<String> errors(String yaml) throws IOException {
    return SCHEMA.validate(new YAMLMapper().readTree(yaml)).stream().map(Object::toString).toList();
  }

  private static Set<String> keys(JsonNode properties) {
    Set<String> keys = new TreeSet<>();
    properties.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> components(Class<?> type) {
    return new TreeSet<>(
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }
}
