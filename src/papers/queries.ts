import { sql, type Sql } from '../db/sql.ts';

/** The columns of a paper, named as `paper` (zod) names them. */
export const paperColumns: Sql = sql`paper.id, paper.source, paper.title, paper.abstract, paper.authors,
  paper.author_count "authorCount", paper.published_on::text "publishedOn", paper.listed_on::text "listedOn", paper.upvotes,
  paper.comments, paper.url, paper.pdf_url "pdfUrl", paper.code_url "codeUrl", paper.project_url "projectUrl",
  paper.arxiv_id "arxivId", paper.categories, paper.keywords`;
