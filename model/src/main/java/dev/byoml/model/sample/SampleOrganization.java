package dev.byoml.model.sample;

import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.organization.OrganizationShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Believable organisations whose people, administrators and services use file shares, with a few
 * attacks on the last day. The same parameters give the same organisations on every machine.
 *
 * @param windows when to train and what to score
 * @param tenants the organisations
 */
public record SampleOrganization(SampleWindows windows, List<SampleTenant> tenants) {

  /** Keeps a copy of the tenants. */
  public SampleOrganization {
    tenants = List.copyOf(tenants);
  }

  /** Organisations of the default shape. */
  public static SampleOrganization of(SampleDataParameters parameters) {
    return of(parameters, OrganizationShape.DEFAULT);
  }

  /** Organisations of any shape. */
  public static SampleOrganization of(SampleDataParameters parameters, OrganizationShape shape) {
    List<SampleTenant> tenants = new ArrayList<>();
    for (int number = 0; number < parameters.tenants(); number++) {
      tenants.add(SampleTenant.of(number, parameters, shape));
    }
    return new SampleOrganization(SampleWindows.ofDays(parameters.days()), tenants);
  }

  /**
   * Who touched what how often in the days of training, in no order. Computed while the stream is
   * read.
   */
  public Stream<SampleAccess> trainingAccesses() {
    return tenants.stream().flatMap(SampleTenant::trainingAccesses);
  }

  /**
   * The ground truth of the scored window: every user and resource that did not meet in training,
   * in no order. Computed while the stream is read.
   */
  public Stream<LabelledAccess> labels() {
    return tenants.stream().flatMap(SampleTenant::labels);
  }
}
