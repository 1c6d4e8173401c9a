-- AlterTable
ALTER TABLE "subscriber" ADD COLUMN     "old_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[];
