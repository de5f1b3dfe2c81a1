package dev.byoml.transforms.train.block;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.block.FactorBlock;
import dev.byoml.model.als.block.PreviousFactors;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.matrix.MatrixBlock;
import dev.byoml.model.matrix.MatrixEntries;
import dev.byoml.transforms.beam.ArrayCoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class BlockCodersTest {
  private static final PreviousFactors FORMER =
      new PreviousFactors(
          0.1,
          new long[] {-1, 5},
          List.of(
              new FactorBlock(
                  0, 2, new float[] {1, 0}, new double[0], new double[] {3}, null, null)));

  @Test
  void giveBackABlockOfFactorsBitByBit() throws Exception {
    float[] factors = {0, -0f, 1.5f, Float.MIN_VALUE, 0, Float.NaN};
    FactorBlock block =
        new FactorBlock(
            512,
            2,
            factors,
            new double[] {1, 2, 2, 3},
            new double[] {Math.PI},
            new FactorizationProgress(7, List.of(5.0, 4.0), true),
            FORMER);

    FactorBlock back = CoderUtils.clone(BlockCoders.FACTORS, block);

    assertThat(back.firstRow(), equalTo(512));
    assertThat(back.rank(), equalTo(2));
    for (int i = 0; i < factors.length; i++) {
      assertThat(
          Float.floatToRawIntBits(back.factors()[i]), equalTo(Float.floatToRawIntBits(factors[i])));
    }
    assertThat(back.gramians(), equalTo(block.gramians()));
    assertThat(back.sums(), equalTo(block.sums()));
    assertThat(back.progress(), equalTo(block.progress()));
    assertThat(back.otherFormerly().sum(), equalTo(0.1));
    assertThat(back.otherFormerly().positive(), equalTo(FORMER.positive()));
    assertThat(back.otherFormerly().blocks().get(0).factors(), equalTo(new float[] {1, 0}));
  }

  @Test
  void writeAFactorThatIsZeroInOneBit() throws Exception {
    FactorBlock zeros =
        new FactorBlock(0, 10, new float[64_000], new double[0], new double[1], null, null);

    assertThat(CoderUtils.encodeToByteArray(BlockCoders.FACTORS, zeros).length, lessThan(8_100));
  }

  @Test
  void giveBackABlockOfRatings() throws Exception {
    MatrixBlock block =
        new MatrixBlock(
            256,
            1000,
            new CompressedRows(9, new int[] {0, 2, 3}, new int[] {1, 8, 0}, new float[] {1, 2, 3}),
            new int[] {4, 5, 6});

    MatrixBlock back = CoderUtils.clone(BlockCoders.MATRIX, block);

    assertThat(back.firstRow(), equalTo(256));
    assertThat(back.matrixRows(), equalTo(1000));
    assertThat(back.values().columnCount(), equalTo(9));
    assertThat(back.values().offsets(), equalTo(block.values().offsets()));
    assertThat(back.values().columns(), equalTo(block.values().columns()));
    assertThat(back.values().values(), equalTo(block.values().values()));
    assertThat(back.counts(), equalTo(block.counts()));
  }

  @Test
  void giveBackAPieceLargerThanAnyBuffer() throws Exception {
    int size = 100_001;
    Random random = new Random(1);
    MatrixEntries piece =
        new MatrixEntries(
            new int[] {3},
            new int[] {size},
            random.ints(size).toArray(),
            new float[size],
            random.ints(size).toArray(),
            random.ints(size).toArray());
    Arrays.setAll(piece.counts(), i -> i);

    MatrixEntries back = CoderUtils.clone(BlockCoders.ENTRIES, piece);

    assertThat(back.rows(), equalTo(piece.rows()));
    assertThat(back.ends(), equalTo(piece.ends()));
    assertThat(back.columns(), equalTo(piece.columns()));
    assertThat(back.values(), equalTo(piece.values()));
    assertThat(back.counts(), equalTo(piece.counts()));
    assertThat(back.firstDays(), equalTo(piece.firstDays()));
  }

  @Test
  void refuseAnArrayThatIsCutOff() {
    byte[] cutOff = {0, 0, 0, 3, 0, 0, 0, 1, 0, 0};

    assertThrows(IOException.class, () -> ArrayCoder.INTS.decode(new ByteArrayInputStream(cutOff)));
  }
}
