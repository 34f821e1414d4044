import { useTranslation } from 'react-i18next';

/** What people call what a definition points at. */
const names: Readonly<Record<string, { readonly en: string; readonly zh: string } | undefined>> = {
  '/type': { en: 'Type of fact', zh: '事实类型' },
  '/institution': { en: 'Reporting institution', zh: '报送机构' },
  '/effectiveDate': { en: 'Effective date', zh: '业务日期' },
  '/loan/tags': { en: 'Tags of the loan', zh: '贷款标签' },
  '/loan/product': { en: 'Product of the loan', zh: '贷款产品' },
  '/loan/borrowerKey': { en: 'Borrower of the loan', zh: '贷款的借款人' },
  '/dimensions/institution': { en: 'Institution it counts under', zh: '归属机构' },
  '/dimensions/district': { en: 'District it counts under', zh: '归属区' },
  '/dimensions/industry': { en: 'Industry it counts under', zh: '归属行业' },
  '/dimensions/size': { en: 'Size it counts under', zh: '归属规模' },
  '/dimensions/kind': { en: 'Kind of borrower it counts under', zh: '归属借款人类别' },
  '/dimensions/bailoutProgramme': { en: 'Bailout programme it counts under', zh: '归属纾困方案' },
  '/data/borrower/idType': { en: 'Kind of the borrower’s id', zh: '借款人证件类型' },
  '/data/borrower/id': { en: 'Borrower', zh: '借款人' },
  '/data/borrower/kind': { en: 'Borrower: kind', zh: '借款人类别' },
  '/data/borrower/size': { en: 'Borrower: size', zh: '借款人规模' },
  '/data/borrower/district': { en: 'Borrower: district', zh: '借款人所在区' },
  '/data/borrower/industry': { en: 'Borrower: industry', zh: '借款人行业' },
  '/data/borrowerKey': { en: 'Borrower', zh: '借款人' },
  '/data/loanId': { en: 'Loan', zh: '贷款编号' },
  '/data/principal': { en: 'Principal', zh: '发放本金' },
  '/data/outstandingPrincipal': { en: 'Outstanding principal', zh: '存量本金' },
  '/data/renewedAmount': { en: 'Renewed amount', zh: '续贷金额' },
  '/data/topUpAmount': { en: 'Top-up', zh: '新增金额' },
  '/data/amount': { en: 'Amount', zh: '金额' },
  '/data/overduePrincipal': { en: 'Overdue principal', zh: '逾期本金' },
  '/data/overdueInterest': { en: 'Overdue interest', zh: '逾期利息' },
  '/data/value': { en: 'Reported value', zh: '上报数值' },
  '/data/maturityDate': { en: 'Maturity', zh: '到期日' },
  '/data/newMaturityDate': { en: 'New maturity', zh: '新到期日' },
  '/data/startDate': { en: 'First drawn', zh: '首次发放日' },
  '/data/legStartDate': { en: 'Contract from', zh: '合同起始日' },
  '/data/signedDate': { en: 'Signed', zh: '签约日' },
  '/data/enquiryDate': { en: 'Credit enquiry', zh: '征信查询日' },
  '/data/earlierDate': { en: 'Earlier drawdown', zh: '更早发放日' },
  '/data/asAt': { en: 'As at', zh: '截至日' },
  '/data/drawdownTime': { en: 'Time of drawdown', zh: '发放时间' },
  '/data/rateBp': { en: 'Rate in basis points', zh: '利率(基点)' },
  '/data/renewalNo': { en: 'Renewal number', zh: '续贷序号' },
  '/data/renewalCount': { en: 'Earlier renewals', zh: '此前续贷次数' },
  '/data/product': { en: 'Product', zh: '产品' },
  '/data/guarantee': { en: 'Security', zh: '担保方式' },
  '/data/classification': { en: 'Classification', zh: '五级分类' },
  '/data/tags': { en: 'Tags', zh: '标签' },
  '/data/mode': { en: 'Way of renewal', zh: '续贷方式' },
  '/data/disbursementId': { en: 'Disbursement', zh: '投放编号' },
  '/data/programme': { en: 'Bailout programme', zh: '纾困方案' },
  '/data/kind': { en: 'Kind of relief', zh: '纾困类别' },
  '/data/indicator': { en: 'Indicator', zh: '指标代码' },
  '/data/unit': { en: 'Unit', zh: '计量单位' },
  '/data/scope': { en: 'Scope', zh: '范围' },
  '/data/reason': { en: 'Reason', zh: '原因' },
  '/data/held': { en: 'Was the recognised one', zh: '此前为已认定' },
};

/** With the path itself behind it, by which definitions are written. */
export const usePathName = (): ((path: string) => string) => {
  const { i18n } = useTranslation();
  return (path) => {
    const name = names[path]?.[i18n.language === 'zh' ? 'zh' : 'en'];
    return name === undefined ? path : `${name} · ${path}`;
  };
};
