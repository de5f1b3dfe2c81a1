package dev.byoml.model.result;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResultColumnTest {

  @Test
  void columnsAreThoseOfTheTable() {
    assertThat(
        Arrays.stream(ResultColumn.values())
            .map(column -> column.label() + ":" + column.type().label())
            .toList(),
        contains(
            "TimeGenerated:datetime",
            "RecordId:string",
            "Tenant:string",
            "Actor:string",
            "Resource:string",
            "ActorName:string",
            "ActorDomain:string",
            "ActorSid:string",
            "HostName:string",
            "DnsDomain:string",
            "IpAddress:string",
            "PredictedScore:real",
            "Percentile:real",
            "Reason:string",
            "Severity:string",
            "ActorScore:real",
            "AccessCount:long",
            "FirstAccess:datetime",
            "LastAccess:datetime",
            "Explanation:dynamic",
            "ModelId:string"));
  }
}
