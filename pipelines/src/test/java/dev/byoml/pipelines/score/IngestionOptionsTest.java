package dev.byoml.pipelines.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.pipelines.Cli;
import org.junit.jupiter.api.Test;

class IngestionOptionsTest {
  private static final String ENDPOINT =
      "--ingestionEndpoint=https://name.westeurope-1.ingest.monitor.azure.com";
  private static final String RULE = "--dataCollectionRuleId=dcr-0123456789abcdef";
  private static final String STREAM = "--streamName=Custom-AnomalousResourceAccessResult_CL";

  @Test
  void asksWhereResultsGoWhenNobodySays() {
    Cli cli = score();

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), allOf(containsString("--output"), containsString("--ingestionEndpoint")));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void namesThePartsOfTheDestinationThatAreMissing() {
    Cli cli = score(ENDPOINT, STREAM, "--output=results");

    assertThat(cli.status(), is(2));
    assertThat(
        cli.err(),
        containsString(
            "--ingestionEndpoint and --streamName must come with --dataCollectionRuleId"));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void refusesAnEndpointWithoutEncryption() {
    Cli cli = score("--ingestionEndpoint=http://name.example", RULE, STREAM);

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("must be an https address"));
  }

  @Test
  void doesNotRepeatAnEndpointThatHoldsAKey() {
    Cli cli = score("--ingestionEndpoint=https://user:planted@name.example", RULE, STREAM);

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), not(containsString("planted")));
  }

  @Test
  void refusesTheResourceIdOfARule() {
    Cli cli = score(ENDPOINT, "--dataCollectionRuleId=/subscriptions/1/rule", STREAM);

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("immutable id"));
  }

  @Test
  void refusesADryRunOfNothing() {
    Cli cli = score("--output=results", "--dryRun");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--dryRun shows what would be sent"));
  }

  @Test
  void refusesADeadlineOfNothing() {
    Cli cli = score(ENDPOINT, RULE, STREAM, "--ingestionDeadlineSeconds=0");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--ingestionDeadlineSeconds"));
  }

  @Test
  void asksWhereDeadLettersGo() {
    Cli cli = Cli.run("resend", "--deadLetters=results");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--ingestionEndpoint"));
  }

  @Test
  void refusesDeadLettersInAFolderThatIsNotThere() {
    Cli cli = Cli.run("resend", "--deadLetters=no-such/folder", ENDPOINT, RULE, STREAM);

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("there is no such folder"));
  }

  private static Cli score(String... further) {
    String[] arguments = new String[further.length + 3];
    arguments[0] = "score";
    arguments[1] = "--input=no-such-input";
    arguments[2] = "--model=no-such-model";
    System.arraycopy(further, 0, arguments, 3, further.length);
    return Cli.run(arguments);
  }
}
