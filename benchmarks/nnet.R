# Fit trials one by one with nnet, and print the seconds of CPU time that took.
# Rscript nnet.R FOLDER TRIALS OBSERVATIONS INPUTS HIDDEN ITERATIONS ACTIVATION
# FOLDER has the doubles x, labels and starts, last index fastest, and is given points.
# nnet orders weights as we do: of each hidden unit, then of each output, the bias first.

library(nnet)

arguments <- commandArgs(TRUE)
folder <- arguments[1]
shape <- as.integer(arguments[2:6])
trials <- shape[1]
read <- function(name) {
  path <- file.path(folder, name)
  readBin(path, "double", file.size(path) / 8)
}
x <- aperm(array(read("x"), c(shape[3], shape[2], trials)))
targets <- class.ind(read("labels"))
starts <- matrix(read("starts"), ncol = trials)

begin <- sum(proc.time()[c("user.self", "sys.self")])
points <- sapply(seq_len(trials), function(trial) {
  nnet(
    x[trial, , ], targets, size = shape[4], Wts = starts[, trial],
    softmax = arguments[7] == "softmax", maxit = shape[5],
    abstol = 0, reltol = 0, trace = FALSE
  )$wts
})
cat(sum(proc.time()[c("user.self", "sys.self")]) - begin)
writeBin(c(points), file.path(folder, "points"))
