package dev.byoml.model.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleDataParametersTest {

  @Test
  void namesTheOptionAndItsRangeWhenThereAreTooFewUsers() {
    assertThat(
        messageOf(() -> new SampleDataParameters(1, 30, 60, 21, 2)),
        is(
            "--users must be between 40 and 1000000 with --tenants=2"
                + " (at least 20 for each tenant), got 30"));
  }

  @Test
  void namesTheOptionAndItsRangeWhenThereAreTooFewResources() {
    assertThat(
        messageOf(() -> new SampleDataParameters(1, 200, 19, 21, 1)),
        is(
            "--resources must be between 20 and 200000 with --tenants=1"
                + " (at least 20 for each tenant), got 19"));
  }

  @Test
  void namesTheOptionAndItsRangeWhenThereAreTooManyDays() {
    assertThat(
        messageOf(() -> new SampleDataParameters(1, 200, 60, 367, 1)),
        is("--days must be between 8 and 366, got 367"));
  }

  @Test
  void namesTheOptionAndItsRangeWhenThereIsNoTenant() {
    assertThat(
        messageOf(() -> new SampleDataParameters(1, 200, 60, 21, 0)),
        is("--tenants must be between 1 and 1000, got 0"));
  }

  @Test
  void splitsAllUsersAmongTheTenants() {
    var parameters = new SampleDataParameters(1, 101, 62, 21, 3);
    assertThat(
        IntStream.range(0, 3).map(parameters::usersOf).boxed().toList().toString(),
        is("[34, 34, 33]"));
  }

  @Test
  void splitsAllResourcesAmongTheTenants() {
    var parameters = new SampleDataParameters(1, 101, 62, 21, 3);
    assertThat(
        IntStream.range(0, 3).map(parameters::resourcesOf).boxed().toList().toString(),
        is("[21, 21, 20]"));
  }

  private static String messageOf(Runnable code) {
    return assertThrows(IllegalArgumentException.class, code::run).getMessage();
  }
}
