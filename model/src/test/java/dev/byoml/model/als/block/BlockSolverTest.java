package dev.byoml.model.als.block;

import static dev.byoml.model.als.memory.TestRatings.ids;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.WarmStart;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.als.memory.TestRatings;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.matrix.MatrixBlock;
import dev.byoml.model.matrix.MatrixEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockSolverTest {
  private static final int USERS = 90;
  private static final int RESOURCES = 70;
  private static final CompressedRows RATINGS = TestRatings.random(5, USERS, RESOURCES, 0.15);
  private static final AlsParameters PARAMETERS =
      AlsParameters.CLASSIC.withRank(5).withIterations(6).withComplementFactor(0);

  private static Factorization inMemory(AlsParameters parameters) {
    return AlternatingLeastSquares.factorize(
        "tenant", ids("user", USERS), ids("resource", RESOURCES), RATINGS, parameters, 1);
  }

  private static Factorization inBlocks(AlsParameters parameters, int users, int resources) {
    BlockSolver solver = new BlockSolver(parameters);
    List<MatrixBlock> byUser = cut(RATINGS, users);
    List<MatrixBlock> byResource = cut(RATINGS.transpose(), resources);
    GatheredSide userSide =
        gather(
            byUser.stream()
                .map(b -> solver.initialBlock("tenant", ids("user", USERS), b, WarmStart.NONE)));
    GatheredSide resourceSide = null;
    for (int iteration = 0; iteration < parameters.iterations(); iteration++) {
      GatheredSide from = userSide;
      resourceSide = gather(byResource.stream().map(b -> solver.solveResources(b, from)));
      GatheredSide to = resourceSide;
      userSide = gather(byUser.stream().map(b -> solver.solveUsers(b, to)));
    }
    return solver.finish(userSide, resourceSide);
  }

  private static List<MatrixBlock> cut(CompressedRows matrix, int wanted) {
    RowBlocks blocks = RowBlocks.of(matrix.rowCount(), wanted);
    int[] rows = IntStream.range(0, matrix.rowCount()).toArray();
    int[] columns = IntStream.range(0, matrix.columnCount()).toArray();
    List<MatrixBlock> cut = new ArrayList<>();
    for (int block = 0; block < blocks.blockCount(); block++) {
      int first = blocks.firstRow(block);
      int end = blocks.endRow(block);
      MatrixEntries piece =
          MatrixEntries.of(matrix, new int[0], new int[0], first, end, rows, columns);
      cut.add(MatrixBlock.of(first, end, matrix.rowCount(), matrix.columnCount(), List.of(piece)));
    }
    return cut;
  }

  /** In an order in which nobody computed them. */
  private static GatheredSide gather(Stream<FactorBlock> blocks) {
    List<FactorBlock> list = new ArrayList<>(blocks.toList());
    Collections.reverse(list);
    return GatheredSide.of(list);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true, true",
    "3, 8, true, true",
    "15, 2, true, true",
    "4, 4, false, true",
    "3, 8, true, false",
    "8, 3, false, false"
  })
  void findsTheBitsThatOneMemoryFinds(
      int users, int resources, boolean nonNegative, boolean implicit) {
    AlsParameters parameters = PARAMETERS.withNonNegative(nonNegative).withImplicit(implicit);

    Factorization expected = inMemory(parameters);
    Factorization found = inBlocks(parameters, users, resources);

    assertThat(found.users().values(), equalTo(expected.users().values()));
    assertThat(found.resources().values(), equalTo(expected.resources().values()));
    assertThat(found.objective(), equalTo(expected.objective()));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 8"})
  void stopsWhereOneMemoryStops(int users, int resources) {
    AlsParameters parameters = PARAMETERS.withIterations(12).withTolerance(0.01);

    Factorization expected = inMemory(parameters);
    Factorization found = inBlocks(parameters, users, resources);

    assertThat(expected.objective().size(), lessThan(12));
    assertThat(found.users().values(), equalTo(expected.users().values()));
    assertThat(found.resources().values(), equalTo(expected.resources().values()));
    assertThat(found.objective(), equalTo(expected.objective()));
  }

  @Test
  void refusesASideOfWhichABlockIsMissing() {
    BlockSolver solver = new BlockSolver(PARAMETERS);
    List<FactorBlock> blocks =
        cut(RATINGS, 3).stream()
            .map(block -> solver.initialBlock("tenant", ids("user", USERS), block, WarmStart.NONE))
            .toList();

    assertThrows(
        IllegalArgumentException.class,
        () -> GatheredSide.of(List.of(blocks.get(0), blocks.get(2))));
  }
}
