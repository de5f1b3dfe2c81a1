/**
 * What a notebook needs of models and results, as immutable values and as fragments of HTML: in go
 * folders that commands wrote, out come Java values without any engine behind them, tables and
 * pictures. Commands themselves are run by {@link dev.byoml.pipelines.Byoml#run}.
 */
package dev.byoml.pipelines.notebook;
