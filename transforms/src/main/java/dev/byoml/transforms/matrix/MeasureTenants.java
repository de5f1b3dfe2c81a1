package dev.byoml.transforms.matrix;

import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/** Finds the extent of each tenant's access matrix, and makes it known to all workers. */
public final class MeasureTenants
    extends PTransform<
        PCollection<KV<String, AccessMatrixPart>>, PCollectionView<Map<String, TenantExtent>>> {

  @Override
  public PCollectionView<Map<String, TenantExtent>> expand(
      PCollection<KV<String, AccessMatrixPart>> parts) {
    return parts
        .apply("Measure parts", ParDo.of(new MeasureFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), TenantExtent.CODER))
        .apply("Add up", Combine.perKey(MeasureTenants::sum))
        .apply("Extents", View.asMap());
  }

  private static TenantExtent sum(Iterable<TenantExtent> extents) {
    TenantExtent sum = TenantExtent.NONE;
    for (TenantExtent extent : extents) {
      sum = sum.with(extent);
    }
    return sum;
  }

  private static final class MeasureFn
      extends DoFn<KV<String, AccessMatrixPart>, KV<String, TenantExtent>> {
    @ProcessElement
    public void process(
        @Element KV<String, AccessMatrixPart> part,
        OutputReceiver<KV<String, TenantExtent>> receiver) {
      receiver.output(KV.of(part.getKey(), TenantExtent.of(part.getValue())));
    }
  }
}
